import type { Evidence } from '../../models/law/index.ts';
import { EngineError } from '../../src/engine/index.ts';
import type { TraceStep } from '../kernel/index.ts';
import { isAnswer } from './calls.ts';

/** How the engine's refusals begin, as a trace has them. */
const REFUSAL = new EngineError('NOT_FOUND', '', '').name;
/** How a call begins to end that was lost, by a fault that happened to somebody else: a server that died. */
const LOST = 'LostCallError';
/** What it says where a row would break a constraint: no client of a scenario asks for such a thing. */
const UNTENABLE = 'the database cannot hold this';

/** Answers that are errors, no refusals, and of handlers to which nothing was done. */
export function unprovokedErrors(steps: readonly TraceStep[]): Evidence['unprovokedErrors'] {
  const disturbed = new Set(steps.filter(({ fault }) => fault !== undefined).map(({ actor }) => actor));
  return steps.flatMap(({ detail, fault }) => {
    if (fault !== undefined || !isAnswer(detail) || !('error' in detail.response)) return [];
    const { handler, operation, response } = detail;
    const isRefusal = response.error.startsWith(REFUSAL) && !response.error.includes(UNTENABLE);
    if (isRefusal || response.error.startsWith(LOST) || disturbed.has(handler)) return [];
    return [{ handler, operation, message: response.error }];
  });
}
