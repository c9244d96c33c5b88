import {
  type Access,
  type Actor,
  type Chooser,
  RandomRoot,
  type RunEnd,
  Simulation,
} from '../../sim/kernel/index.ts';
import { PrunedRun, type Search } from '../../sim/explore/index.ts';

/** One thing that a thread of a toy program does. */
export type Move =
  /** Its own business. */
  | { readonly type: 'think' }
  /** Appends the value of a variable to what the thread has seen. */
  | { readonly type: 'read'; readonly of: string }
  /** Sets a variable to a value of the thread's own. */
  | { readonly type: 'write'; readonly to: string }
  /** Takes a lock, waiting until it is free. In secret: its footprint does not tell. */
  | { readonly type: 'lock'; readonly lock: string; readonly isSecret?: true }
  | { readonly type: 'unlock'; readonly lock: string }
  /** Sleeps for so many milliseconds. */
  | { readonly type: 'sleep'; readonly for: number }
  /** Does something of which it is not known what it touches: reads all variables. */
  | { readonly type: 'look' };

/** Threads, and what each does. */
export type ToyProgram = readonly (readonly Move[])[];

export type ToyOptions = {
  /** Faults that may happen to writes: the value is lost. */
  readonly faults?: boolean;
};

/** What a run of a toy program came to: what was seen, and what is left. */
export type ToyRun = RunEnd & { readonly outcome: string };

/** Runs a toy program with a chooser. */
export async function runToy(
  program: ToyProgram,
  chooser: Chooser,
  options: ToyOptions = {},
): Promise<ToyRun> {
  const values = new Map<string, string>();
  const owners = new Map<string, string>();
  const seen: string[][] = program.map(() => []);
  const variables = (): readonly string[] =>
    [...values].map(([name, value]) => `${name}=${value}`).toSorted();
  const simulation = new Simulation({
    random: new RandomRoot('toy'),
    chooser,
    ...(options.faults
      ? { nemesis: { allowed: () => new Set(['lost']), blows: () => [], happened: () => undefined } }
      : {}),
  });
  for (const [index, moves] of program.entries()) {
    const name = `t${index}`;
    simulation.spawn(name, async (actor) => {
      for (const [at, move] of moves.entries()) await play(actor, move, `${name}.${at}`, seen[index] ?? []);
    });
  }
  const end = await simulation.run();
  return { ...end, outcome: JSON.stringify([end.end, seen, variables(), simulation.now()]) };

  function play(actor: Actor, move: Move, value: string, saw: string[]): Promise<void> {
    switch (move.type) {
      case 'sleep':
        return actor.sleep(move.for);
      case 'think':
        return step(actor, 'think', [], () => undefined);
      case 'read':
        return step(actor, `read ${move.of}`, [{ space: move.of, mode: 'read' }], () =>
          saw.push(values.get(move.of) ?? '-'),
        );
      case 'write':
        return step(actor, `write ${move.to}`, [{ space: move.to, mode: 'write' }], () =>
          values.set(move.to, value),
        );
      case 'lock':
        return step(
          actor,
          `lock ${move.lock}`,
          move.isSecret ? [] : [{ space: `lock ${move.lock}`, mode: 'lock' }],
          () => owners.set(move.lock, actor.name),
          () => !owners.has(move.lock),
        );
      case 'unlock':
        return step(actor, `unlock ${move.lock}`, [{ space: `lock ${move.lock}`, mode: 'write' }], () => {
          if (owners.get(move.lock) === actor.name) owners.delete(move.lock);
        });
      case 'look':
        return step(actor, 'look', undefined, () => saw.push(variables().join()));
    }
  }
}

function step(
  actor: Actor,
  label: string,
  footprint: readonly Access[] | undefined,
  perform: () => unknown,
  isReady: () => boolean = () => true,
): Promise<void> {
  const performed = { outcome: { value: undefined }, detail: { kind: 'toy' }, evidence: [label] };
  return actor.step({
    label,
    isReady,
    ...(footprint ? { footprint: () => footprint } : {}),
    mishaps: () => (label.startsWith('write') ? [{ fault: 'lost', perform: () => performed }] : []),
    perform: () => {
      perform();
      return performed;
    },
  });
}

/** Everything that a search comes by. */
export type Explored = {
  readonly outcomes: readonly string[];
  readonly runs: number;
  readonly begun: number;
};

/** Goes on with a search to its end, or for so many runs. Outcomes come in order, each once. */
export async function searchThrough(
  search: Search,
  program: ToyProgram,
  options: ToyOptions = {},
  most = Number.POSITIVE_INFINITY,
): Promise<Explored> {
  const outcomes = new Set<string>();
  let begun = 0;
  for (; !search.isDone && begun < most; begun += 1) {
    try {
      const { outcome } = await runToy(program, search.begin(), options);
      outcomes.add(outcome);
      search.end('ran');
    } catch (error) {
      if (!(error instanceof PrunedRun)) throw error;
      search.end(error.why);
    }
  }
  return { outcomes: [...outcomes].toSorted(), runs: search.counts.runs, begun };
}
