import type { Actor, Blow, Simulation, StepDetail } from '../kernel/index.ts';
import type { Network } from '../network/index.ts';
import type { Crew } from './crew.ts';

/** Something happened to somebody, or to the time. */
export type BlowDetail = {
  readonly kind: 'blow';
  readonly what: string;
  /** Actors that died of it. */
  readonly killed: readonly string[];
};

/** Whether something happened to somebody, or to the time, in a step. */
export function isBlow(detail: StepDetail): detail is BlowDetail {
  return detail.kind === 'blow';
}

/** How long a worker that died is away, in virtual milliseconds. */
const RESTART_MS = 500;
/** How late a sweeper that was stopped goes on, likewise. */
const LATE_MS = 12_000;
/** How far time jumps, and clocks are off, likewise: within a lease, and far beyond. */
const JUMPS_MS = [3_000, 61_000];
const SKEWS_MS = [-61_000, 61_000];

type Struck = {
  readonly simulation: Simulation;
  readonly network: Network;
  readonly crew: Crew;
  /** Names of the faults that are asked for. */
  readonly among: ReadonlySet<string>;
  /** Makes one round of all sweeps. */
  readonly sweepOnce: (actor: Actor) => Promise<void>;
};

/** What happens, and who dies of it; nobody, if it says nothing. */
type Happening = {
  readonly fault: string;
  readonly label: string;
  readonly happen: () => readonly string[] | void;
};

/** Faults out of some that could happen to a cluster, besides what can go wrong with a step. */
export function blowsTo(struck: Struck): readonly Blow[] {
  return Array.from(happeningsTo(struck), toBlow);
}

function* happeningsTo(struck: Struck): Iterable<Happening> {
  const { network, crew, among } = struck;
  yield* network.blows(among);
  for (const name of network.serverNames) {
    if (!crew.names.includes(sweeperOf(name))) yield* toServer(struck, name);
  }
  for (const name of crew.names) {
    yield* name.startsWith('worker') ? toWorker(struck, name) : toSweeper(struck, name);
  }
  yield* toTime(struck);
}

function toBlow({ fault, label, happen }: Happening): Blow {
  return {
    fault,
    label,
    perform: () => {
      const killed = happen() ?? [];
      const detail: BlowDetail = { kind: 'blow', what: label, killed };
      return { detail, evidence: [label, ...killed] };
    },
  };
}

function* toWorker({ simulation, crew, among }: Struck, name: string): Iterable<Happening> {
  if (among.has('crash-worker')) {
    yield { fault: 'crash-worker', label: `${name} dies`, happen: () => crew.replace(name, RESTART_MS) };
  }
  if (!among.has('clock-skew')) return;
  for (const ms of SKEWS_MS) {
    yield {
      fault: 'clock-skew',
      label: `${name}'s clock is off by ${ms / 1_000} s`,
      happen: () => simulation.skew(crew.holderOf(name) ?? name, ms),
    };
  }
}

function* toServer({ network, crew, among }: Struck, server: string): Iterable<Happening> {
  if (!among.has('crash-server') || !network.isBusy(server)) return;
  const happen = (): readonly string[] => [...network.crash(server), ...crew.replace(sweeperOf(server), 0)];
  yield { fault: 'crash-server', label: `${server} dies`, happen };
}

/** A server sweeps in its own process. */
function* toSweeper(struck: Struck, name: string): Iterable<Happening> {
  const { crew, sweepOnce, among } = struck;
  if (among.has('late-sweep')) {
    yield {
      fault: 'late-sweep',
      label: `${name} stops for a while`,
      happen: () => crew.replace(name, LATE_MS),
    };
  }
  if (among.has('double-sweep')) {
    yield {
      fault: 'double-sweep',
      label: `${name} sweeps twice`,
      happen: () => crew.double(name, sweepOnce),
    };
  }
  yield* toServer(struck, name.replace('sweeper', 'server'));
}

function sweeperOf(server: string): string {
  return server.replace('server', 'sweeper');
}

function toTime({ simulation, among }: Struck): readonly Happening[] {
  if (!among.has('clock-jump')) return [];
  return JUMPS_MS.map((ms) => ({
    fault: 'clock-jump',
    label: `${ms / 1_000} s are over at once`,
    happen: () => void simulation.jump(ms),
  }));
}
