import { describe, expect, it } from 'vitest';
import { reachedTransitions, TRANSITIONS } from '../../../models/lifecycle/index.ts';
import { OPERATION_NAMES, SWEEP_NAMES } from '../../../src/engine/index.ts';

describe('steps of lifecycles', () => {
  it('have names and signs of their own', () => {
    expect(new Set(TRANSITIONS.map(({ name }) => name)).size).toBe(TRANSITIONS.length);
    expect(new Set(TRANSITIONS.map(({ sign }) => sign)).size).toBe(TRANSITIONS.length);
  });

  it('have signs that there are: events, or operations and sweeps with an answer', () => {
    const names: ReadonlySet<string> = new Set([...OPERATION_NAMES, ...SWEEP_NAMES]);
    for (const { sign } of TRANSITIONS) {
      const [operation = '', answer] = sign.split(' ');
      if (answer === undefined) expect(sign).toMatch(/^[A-Z_]+$/);
      else expect(names).toContain(operation);
    }
  });

  it('are reached where there is a sign of them', () => {
    const reached = reachedTransitions(new Set(['TIMER_FIRED', 'pollTask OK', 'pollTask FOUND']));
    expect(reached.map(({ name }) => name)).toEqual(['task PENDING → RUNNING', 'timer STARTED → FIRED']);
  });
});
