import type { Law, Witness } from '../../models/law/index.ts';
import type { RunResult, RunSummary, Violation } from '../../sim/campaign/index.ts';
import type { TraceStep } from '../../sim/kernel/index.ts';
import { Trace } from '../../sim/kernel/trace.ts';
import type { CallDetail } from '../../sim/network/index.ts';
import type { SqlAnswer, SqlDetail, WaitDetail } from '../../sim/target/index.ts';
import { runPlan } from './campaigns.ts';

/** One step of a run made up by hand: who, and what. */
export type Move = { readonly actor: string; readonly detail: TraceStep['detail']; readonly fault?: string };

/** A request is delivered, and `handler` begins to work on it. */
export function call(handler: string, operation: string, request: object): Move {
  const detail: CallDetail = { kind: 'call', operation, request, handler };
  return { actor: 'worker-1', detail };
}

/** A statement succeeded; what a report never tells is made up. */
export function answerOf(rows: readonly object[], count = rows.length): SqlAnswer {
  return { rows, count, command: 'SELECT', columns: [] };
}

/** A handler executes a statement. */
export function sql(
  handler: string,
  text: string,
  answer: SqlAnswer = answerOf([], 1),
  begins = false,
): Move {
  const detail: SqlDetail = { kind: 'sql', text, values: [], answer, begins };
  return { actor: handler, detail };
}

/** A handler sends a statement that has to wait for another session. */
export function wait(handler: string, text: string, begins = false): Move {
  const detail: WaitDetail = { kind: 'wait', text, values: [], begins };
  return { actor: handler, detail };
}

/** Something happens that no request handler does. */
export function elsewhere(kind = 'time'): Move {
  return { actor: 'clock', detail: { kind } };
}

/** A run that took these steps. */
export function resultOf(moves: readonly Move[], overrides: Partial<RunResult> = {}): RunResult {
  const trace = new Trace();
  for (const [index, move] of moves.entries()) {
    const { detail } = move;
    trace.add({ number: index + 1, time: 946_684_800_000, preempts: false, ...move }, [
      JSON.stringify(detail),
    ]);
  }
  return {
    end: 'finished',
    trace,
    choices: [0, 1],
    preemptions: 1,
    elapsedMs: 1_500,
    failures: [],
    faults: new Map(),
    plan: runPlan({ seed: '1f3a/17' }),
    hash: trace.hash(),
    strategy: 'random',
    signs: new Set(),
    reached: [],
    violations: [],
    divergences: [],
    ...overrides,
  };
}

/** A law of that name, broken by a witness about these subjects. */
export function violation(name: string, subjects: readonly string[] = []): Violation {
  const witness: Witness = { sentence: `${name} does not hold.`, subjects, shape: 'shape' };
  const law: Law = { name, statement: `The law of ${name}.`, check: () => witness };
  return { law, witness };
}

/** What a campaign keeps of a run of fan-out that held, unless told otherwise. */
export function summaryOf(overrides: Partial<RunSummary> = {}): RunSummary {
  return {
    at: 0,
    seed: '0',
    scenario: 'fan-out',
    target: 'pglite',
    size: { tasks: 3, workers: 2, servers: 2 },
    strategy: 'random',
    steps: 100,
    elapsedMs: 5,
    hash: '0123456789abcdef',
    signature: undefined,
    divergences: [],
    reached: [],
    faults: [],
    claims: [],
    isCheckedTwice: false,
    sight: undefined,
    found: undefined,
    ...overrides,
  };
}
