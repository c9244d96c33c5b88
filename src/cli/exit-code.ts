/** What the process tells its caller. */
export const EXIT = {
  done: 0,
  /** The workflow that was waited for has failed, or was cancelled. */
  failed: 1,
  /** The command line, the environment or a file given to them is wrong. */
  usage: 2,
  /** Something that the command needs is missing or failed. */
  infrastructure: 3,
  /** Stopped by Ctrl-C. */
  interrupted: 130,
  /** Stopped by a second SIGTERM, before everything was in order. */
  terminated: 143,
} as const;
