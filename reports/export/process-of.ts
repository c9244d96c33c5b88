/** Where time passes and things go wrong. */
export const SIMULATOR = 'simulator';

/** Actors that are nobody's process: the clock and what goes wrong, and whoever waits on their behalf. */
const NO_PROCESS = /^(?:clock|nemesis)$|^(?:delay|partition) of /;

/** The process that an actor is part of: handlers and sweepers are of their server; who came after another, of its name. */
export function processOf(actor: string): string {
  if (NO_PROCESS.test(actor)) return SIMULATOR;
  const [name = actor] = actor.split(/\/|'s double#|\.\d+$/);
  return name.replace(/^sweeper(?=-\d+$)/, 'server');
}

/** Whether an actor handles a request: its name says which, `server-1/completeTask worker-1#2`. */
export function isHandler(actor: string): boolean {
  return actor.includes('/');
}
