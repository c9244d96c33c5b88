import { describe, expect, it } from 'vitest';
import { differenceOf } from '../../../sim/differential/difference.ts';
import type { Outcome, OutcomeStep } from '../../../sim/differential/index.ts';
import type { SqlAnswer } from '../../../sim/target/index.ts';

const done: SqlAnswer = { rows: [], count: 1, command: 'UPDATE', columns: [] };

function step(facts: {
  actor?: string;
  options?: readonly string[];
  text?: string;
  answer?: SqlAnswer;
}): OutcomeStep {
  const { actor = 'a', options = [], text = 'update account', answer = done } = facts;
  return { actor, options, detail: { kind: 'sql', text, values: [], begins: false, answer } };
}

const wait: OutcomeStep = {
  actor: 'a',
  options: [],
  detail: { kind: 'wait', text: 'update account', values: [], begins: false },
};

function outcome(hash: string, steps: readonly OutcomeStep[], more: Partial<Outcome> = {}): Outcome {
  return { target: hash, steps, end: 'finished', left: [], divergences: [], hash, ...more };
}

function between(one: readonly OutcomeStep[], other: readonly OutcomeStep[]) {
  return differenceOf('race', '0', outcome('x', one), outcome('y', other));
}

describe('the difference between two outcomes', () => {
  it('is none if their hashes are the same', () => {
    expect(differenceOf('race', '0', outcome('x', [step({})]), outcome('x', [step({})]))).toBeUndefined();
  });

  it('is the first step that differs, and how', () => {
    const same = step({ text: 'begin' });
    expect(between([same, step({}), wait], [same, wait, wait])).toMatchObject({
      race: 'race',
      seed: '0',
      at: 1,
      shape: '1 rows and a wait for update account',
    });
  });

  it('is in the rows, though there are as many', () => {
    const other = step({ answer: { ...done, rows: [{ balance: 1 }] } });
    expect(between([step({})], [other])).toMatchObject({ at: 0 });
  });

  it('is in the code of a refusal', () => {
    const refused = (code: string) => step({ answer: { code, message: '' } });
    expect(between([refused('40001')], [refused('40P01')])?.shape).toBe('40001 and 40P01 for update account');
  });

  it('is not in the words of a refusal', () => {
    const refused = (message: string) => step({ answer: { code: '40P01', message, detail: message } });
    expect(between([refused('Process 1'), step({})], [refused('Process 2'), wait])?.at).toBe(1);
  });

  it('is in what was possible, before anything else is', () => {
    const [few, many] = [step({ options: ['a: x', 'b: y'] }), step({ options: ['a: x', 'b: y', 'c: z'] })];
    expect(between([few], [many])).toMatchObject({ at: 0, shape: 'other steps are possible' });
  });

  it('is that one has ended', () => {
    expect(between([step({})], [step({}), wait])).toMatchObject({
      at: 1,
      shape: 'one goes on, the other is finished',
    });
  });

  it('is in what is left, if all steps are the same', () => {
    const other = outcome('y', [step({})], { left: [[{ id: 1 }]] });
    expect(differenceOf('race', '0', outcome('x', [step({})]), other)).toMatchObject({
      at: 1,
      shape: 'other rows are left',
    });
  });
});
