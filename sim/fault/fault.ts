/** Something that can go wrong in a run. */
export type Fault = { readonly name: string; readonly summary: string };

/** Everything that can go wrong, by where it happens. Whether it does is a choice of the run. */
export const FAULTS = [
  { name: 'crash-server', summary: 'a server dies with all requests it works on, and is back at once' },
  { name: 'crash-worker', summary: 'a worker dies with all it has in memory, and is back after a moment' },
  {
    name: 'lost-connection',
    summary: 'the database is gone before a statement took effect; its transaction is rolled back',
  },
  { name: 'lost-commit', summary: 'the database is gone after COMMIT took effect, before anybody was told' },
  { name: 'read-error', summary: 'the database cannot read a page (58030)' },
  { name: 'pool-exhausted', summary: 'the pool has no connection to give in time' },
  {
    name: 'serialization-failure',
    summary: 'the database refuses a statement for the sake of another transaction (40001)',
  },
  { name: 'deadlock', summary: 'the database ends a transaction as the victim of a deadlock (40P01)' },
  { name: 'dropped-call', summary: 'a request never arrives' },
  { name: 'delayed-call', summary: 'a request arrives many seconds later' },
  { name: 'duplicated-call', summary: 'a request arrives twice' },
  { name: 'abandoned-call', summary: 'the caller hangs up while the server is at work' },
  { name: 'lost-answer', summary: 'an answer never arrives' },
  { name: 'partition', summary: 'a server cannot be reached for some seconds' },
  { name: 'clock-jump', summary: 'time jumps ahead while everybody is in the middle of something' },
  { name: 'clock-skew', summary: "a worker's clock goes ahead or behind" },
  { name: 'late-sweep', summary: 'a sweeper stops for some seconds, in the middle of whatever it does' },
  { name: 'double-sweep', summary: 'another sweeper makes a round at the same time' },
] as const satisfies readonly Fault[];

/** The name of a fault. */
export type FaultName = (typeof FAULTS)[number]['name'];

/** Whether there is a fault of this name. */
export function isFaultName(name: string): name is FaultName {
  return FAULTS.some((fault) => fault.name === name);
}

/** Faults of a connection to a database, which whoever has one can suffer. */
export const SESSION_FAULTS = [
  'lost-connection',
  'lost-commit',
  'read-error',
  'pool-exhausted',
  'serialization-failure',
  'deadlock',
] as const satisfies readonly FaultName[];

/** The name of a fault of a connection. */
export type SessionFaultName = (typeof SESSION_FAULTS)[number];
