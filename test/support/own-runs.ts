import { EPOCH } from '../../sim/kernel/index.ts';
import { Trace } from '../../sim/kernel/trace.ts';
import type { SimulateFailure, SimulateResult, SimulateRun } from '../../sim/simulate/index.ts';
import type { SqlAnswer, SqlDetail } from '../../sim/target/index.ts';
import type { Move } from './results.ts';

/** An answer with one row, of texts by column; nulls are null. */
export function oneRow(row: Readonly<Record<string, string | null>>): SqlAnswer {
  const columns = Object.keys(row).map((name) => ({ name, typeId: 25 }));
  return { rows: [Object.values(row)], count: 1, command: 'SELECT', columns };
}

/** An answer without rows. */
export function done(command: string, count = 0): SqlAnswer {
  return { rows: [], count, command, columns: [] };
}

/** An actor executes a statement. */
export function executes(
  actor: string,
  text: string,
  answer: SqlAnswer = done('UPDATE', 1),
  values: SqlDetail['values'] = [],
): Move {
  const detail: SqlDetail = { kind: 'sql', text, values, answer, begins: false };
  return { actor, detail };
}

/** An actor's statement has to wait. */
export function waits(actor: string, text: string): Move {
  return { actor, detail: { kind: 'wait', text, values: [], begins: false } as Move['detail'] };
}

/** Time passes, up to so many milliseconds after the beginning. */
export function passes(milliseconds: number): Move {
  const detail = { kind: 'time', to: EPOCH + milliseconds, woke: [] };
  return { actor: 'clock', detail };
}

/** A run of somebody's own code that took these steps. */
export function ownRun(moves: readonly Move[], overrides: Partial<SimulateRun> = {}): SimulateRun {
  const trace = new Trace();
  for (const [index, { actor, detail }] of moves.entries()) {
    trace.add({ number: index + 1, time: EPOCH, actor, preempts: false, detail }, [JSON.stringify(detail)]);
  }
  return {
    end: 'finished',
    trace,
    choices: [1],
    preemptions: 1,
    elapsedMs: 0,
    failures: [],
    faults: new Map(),
    plan: { seed: 'skein/3', scenario: { name: 'mine' } },
    hash: trace.hash(),
    strategy: 'random',
    scope: undefined,
    failure: { actor: 'main', error: new Error('no') },
    divergences: [],
    ...overrides,
  };
}

/** A failure of that run, and the result it is part of. */
export function failed(
  run: SimulateRun,
  error: unknown,
  overrides: Partial<SimulateResult> = {},
): readonly [SimulateResult, SimulateFailure] {
  const failure: SimulateFailure = {
    seed: run.plan.seed,
    token: 'sk1_token',
    actor: 'main',
    error,
    run,
    cut: undefined,
  };
  const result: SimulateResult = {
    name: 'mine',
    runs: 4,
    steps: run.trace.steps.length,
    elapsedMs: 1,
    failures: [failure],
    checkedTwice: 1,
    replayed: undefined,
    divergences: [],
    ...overrides,
  };
  return [result, failure];
}
