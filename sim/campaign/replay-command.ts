/** The command that replays a token, in any shell. @param opinion the database that was asked besides the laws */
export function replayCommand(token: string, opinion?: string): string {
  return `npx skein replay ${token}${opinion === undefined ? '' : ` --second-opinion ${opinion}`}`;
}
