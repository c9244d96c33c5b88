import { describe, expect, it } from 'vitest';
import { expected } from '../../../models/law/index.ts';
import { evidence } from '../../support/evidence.ts';

function check(...messages: readonly string[]): ReturnType<typeof expected.check> {
  return expected.check(
    evidence({ failures: messages.map((message, index) => ({ actor: `client-${index + 1}`, message })) }),
  );
}

describe('expected', () => {
  it('holds where no client failed, however the run ended', () => {
    expect(check()).toBeUndefined();
    expect(expected.check(evidence({ end: 'exhausted', tasks: [], events: [] }))).toBeUndefined();
  });

  it('is broken by the first client that failed', () => {
    expect(check('the sum is 11, and must be 12', 'something else')).toEqual({
      sentence: 'client-1: the sum is 11, and must be 12',
      subjects: [],
      shape: 'the sum is …, and must be …',
    });
  });

  it('has the same shape whatever the numbers and identifiers are', () => {
    const messages = [
      'workflow 0b9d4e8c-1f2a-4c3d-8e5f-001122334455 failed in attempt 3',
      'workflow ffffffff-1f2a-4c3d-8e5f-0011223344ff failed in attempt 12',
    ];
    expect(messages.map((message) => check(message)?.shape)).toEqual(
      messages.map(() => 'workflow … failed in attempt …'),
    );
    expect(check('workflow … failed otherwise')?.shape).toBe('workflow … failed otherwise');
  });
});
