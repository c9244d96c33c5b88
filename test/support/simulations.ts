import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  type Actor,
  type Chooser,
  type Decision,
  type Limits,
  type Option,
  RandomRoot,
  type RequestedStep,
  type RunEnd,
  Simulation,
} from '../../sim/kernel/index.ts';

/** Always takes the first option. */
export const dullest: Chooser = { choose: () => 0 };

/** Takes any option, each as likely as the others. */
export function anyOf(seed: string): Chooser {
  const stream = new RandomRoot(seed).stream('any');
  return { choose: ({ options }) => stream.below(options.length) };
}

/** Chooses the options with these labels one after the other; fails where the next one is not on offer. */
export function choosing(
  ...labels: readonly string[]
): Chooser & { readonly decisions: readonly Decision[] } {
  const decisions: Decision[] = [];
  return {
    decisions,
    choose(decision) {
      const label = labels[decisions.length];
      // Options are the scheduler's own and change with it: what is kept is what they say now.
      const options = decision.options.map(({ actorName, label, isTime }) =>
        option(actorName, label, { isTime }),
      );
      decisions.push({ ...decision, options });
      return decision.options.findIndex((option) => option.label === label);
    },
  };
}

/** Something that could happen next. */
export function option(actorName: string, label = 'x', others: Partial<Option> = {}): Option {
  return {
    actorName,
    label,
    occurrence: 1,
    thread: 0,
    request: 1,
    footprint: undefined,
    isTime: false,
    ...others,
  };
}

/** A decision between options none of which is a fault. */
export function decision(options: readonly Option[], step = 1): Decision {
  return { step, options, plain: options.length, last: undefined };
}

/** A step that can always be performed, and gives its own label. */
export function step(label: string, perform: () => void = () => undefined): RequestedStep<string> {
  return answering(label, () => {
    perform();
    return label;
  });
}

/** A step of a test was taken. */
export type TestDetail = { readonly kind: 'test'; readonly label: string; readonly value: unknown };

/** A step that gives what `perform` returns. */
export function answering<Result>(label: string, perform: () => Result): RequestedStep<Result> {
  return {
    label,
    perform: () => {
      const value = perform();
      const detail: TestDetail = { kind: 'test', label, value };
      return { outcome: { value }, detail, evidence: [label, String(value)] };
    },
  };
}

/** A step that is not ready before `isReady` says so. */
export function blocked(label: string, isReady: () => boolean): RequestedStep<string> {
  return { ...step(label), isReady };
}

export type Bodies = Readonly<Record<string, (actor: Actor) => Promise<void>>>;

export type PlayOptions = {
  readonly chooser?: Chooser;
  readonly seed?: string;
  readonly limits?: Partial<Limits>;
  readonly diagnose?: boolean;
};

const GENEROUS: Limits = { chaosSteps: 100_000, chaosMs: 1e9, healingSteps: 100, healingMs: 1e9 };

/** Runs actors, in the order of their mention, to the end. */
export function play(bodies: Bodies, options: PlayOptions = {}): Promise<RunEnd> {
  const { chooser = dullest, seed = 'seed', limits = {}, diagnose = false } = options;
  const random = new RandomRoot(seed);
  const simulation = new Simulation({ random, chooser, diagnose, limits: { ...GENEROUS, ...limits } });
  for (const [name, body] of Object.entries(bodies)) simulation.spawn(name, body);
  return simulation.run();
}

/** Goes through so many microtasks. */
export async function hops(count: number): Promise<void> {
  for (let left = count; left > 0; left -= 1) await Promise.resolve();
}

/** Who stepped, in order; `clock` where time advanced. */
export function actorsOf({ trace }: RunEnd): readonly string[] {
  return trace.steps.map(({ actor }) => actor);
}

/** A promise that the test settles itself: no port made it. */
export function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** Where the line of code after the one that calls this stands, as stack traces say it: `file.test.ts:12:`. */
export function nextLine(): string {
  const [, file = '', line = ''] =
    /([^/\\]+):(\d+):\d+\)?$/.exec(new Error('here').stack?.split('\n')[2] ?? '') ?? [];
  return `${file}:${Number(line) + 1}:`;
}

/** Pearson's statistic of counts that should all be the same. */
export function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** Frees all garbage there is. */
export const collectGarbage: () => void = (() => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
})();
