import { expect, it } from 'vitest';
import { unprovokedErrors } from '../../../sim/scenario/unprovoked-errors.ts';
import { EngineError } from '../../../src/engine/index.ts';
import { type Move, resultOf } from '../../support/results.ts';

function answered(error: string, fault?: string): Move {
  const detail = {
    kind: 'answer',
    handler: 'h',
    operation: 'submitCommands',
    isLost: false,
    response: { error },
  };
  return { actor: 'worker-1', detail, ...(fault === undefined ? {} : { fault }) };
}

const refusal = (message: string): string => String(new EngineError('INVALID_ARGUMENT', 'x', message));
const TWINS = refusal('the database cannot hold this: violates unique constraint "child_workflow_pkey"');

it.each<[string, Move, readonly string[], number]>([
  ['an error of the database is one', answered('SqlError: duplicate key'), [], 1],
  ['the refusal of a request is none', answered(refusal('there is no workflow w')), [], 0],
  ['that of what no client asks for is one', answered(TWINS), [], 1],
  ['that of what was asked for on purpose is none', answered(TWINS), ['child_workflow_pkey'], 0],
  ['that of something else than was asked for is one', answered(TWINS), ['promise_pkey'], 1],
  ['an error after a fault is none', answered('SqlError: gone', 'lost-answer'), [], 0],
])('of unprovoked errors, %s', (_, move, provoked, count) => {
  const { trace } = resultOf([move]);
  expect(unprovokedErrors(trace.steps, provoked)).toHaveLength(count);
});
