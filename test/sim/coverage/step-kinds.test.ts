import { describe, expect, it } from 'vitest';
import { StepKinds } from '../../../sim/coverage/step-kinds.ts';

describe('kinds of steps', () => {
  it('are the same whatever the numbers in the names of actors, and others for other statements', () => {
    const kinds = new StepKinds();
    const one = kinds.numberOf({ actorName: 'server-1/completeTask worker-1#3', label: 'commit' });
    expect(kinds.numberOf({ actorName: 'server-2/completeTask worker-2#1', label: 'commit' })).toBe(one);
    expect(kinds.numberOf({ actorName: 'server-1/completeTask worker-1#3', label: 'rollback' })).not.toBe(
      one,
    );
    expect(kinds.numberOf({ actorName: 'server-1/failTask worker-1#3', label: 'commit' })).not.toBe(one);
  });

  it('are the last one together when there are too many', () => {
    const kinds = new StepKinds();
    const numbers = Array.from({ length: StepKinds.most + 10 }, (_, index) =>
      kinds.numberOf({ actorName: 'a', label: `statement ${index}` }),
    );
    expect(new Set(numbers).size).toBe(StepKinds.most);
    expect(Math.max(...numbers)).toBe(StepKinds.most - 1);
    expect(kinds.numberOf({ actorName: 'b', label: 'another' })).toBe(StepKinds.most - 1);
    expect(kinds.numberOf({ actorName: 'a', label: 'statement 7' })).toBe(numbers[7]);
  });
});
