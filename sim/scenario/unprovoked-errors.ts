import type { Evidence } from '../../models/law/index.ts';
import { EngineError } from '../../src/engine/index.ts';
import type { TraceStep } from '../kernel/index.ts';
import { isAnswer, secondOf } from '../network/index.ts';

/** How the engine's refusals begin, as a trace has them. */
const REFUSAL = new EngineError('NOT_FOUND', '', '').name;
/** What it says where a row would break a constraint: hardly any client of a scenario asks for such a thing. */
const UNTENABLE = 'the database cannot hold this';

/**
 * Answers that are errors, no refusals, and of handlers to which nothing was done.
 *
 * @param provoked names of constraints that were broken on purpose
 */
export function unprovokedErrors(
  steps: readonly TraceStep[],
  provoked: readonly string[],
): Evidence['unprovokedErrors'] {
  const disturbed = new Set(steps.filter(({ fault }) => fault !== undefined).map(({ actor }) => actor));
  return steps.flatMap(({ detail, fault }) => {
    if (fault !== undefined || !isAnswer(detail) || detail.isLost || !('error' in detail.response)) return [];
    const { handler, operation, response } = detail;
    const isRefusal =
      response.error.startsWith(REFUSAL) &&
      (!response.error.includes(UNTENABLE) || provoked.some((name) => response.error.includes(name)));
    if (isRefusal || disturbed.has(handler) || disturbed.has(secondOf(handler))) return [];
    return [{ handler, operation, message: response.error }];
  });
}
