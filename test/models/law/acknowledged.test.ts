import { describe, expect, it } from 'vitest';
import { acknowledgedIsDurable } from '../../../models/law/index.ts';
import { callOf, evidence, SOUND } from '../../support/evidence.ts';

const cancelled = (type: string, step: number) =>
  callOf('cancelWorkflow', { workflowId: 'w' }, { type }, step);
const seen = (status: string, step: number, workflowId = 'w') =>
  callOf('queryWorkflow', { workflowId }, { status }, step);

/** Whether it is noticed that a workflow that is to cancel is seen as if it were not. */
function isNoticed(...calls: readonly ReturnType<typeof callOf>[]): boolean {
  const asked = { workflowId: 'w', sequence: 99, type: 'CANCELLATION_REQUESTED', data: {} } as const;
  return acknowledgedIsDurable.check(evidence({ calls, events: [...SOUND.events, asked] })) !== undefined;
}

describe('a cancellation that was acknowledged', () => {
  it('is not forgotten: the workflow is not PENDING any more', () => {
    expect(isNoticed(cancelled('REQUESTED', 1), seen('PENDING', 3))).toBe(true);
    for (const status of ['CANCELLING', 'RUNNING', 'WAITING', 'CANCELLED']) {
      expect(isNoticed(cancelled('REQUESTED', 1), seen(status, 3))).toBe(false);
    }
  });

  it('is nothing that a look could know of that began before', () => {
    expect(isNoticed(cancelled('REQUESTED', 2), seen('PENDING', 1))).toBe(false);
    expect(isNoticed(cancelled('REQUESTED', 2), seen('PENDING', 2))).toBe(false);
  });

  it('is about one workflow, and only if there was something to cancel', () => {
    expect(isNoticed(cancelled('REQUESTED', 1), seen('PENDING', 3, 'other'))).toBe(false);
    expect(isNoticed(cancelled('IGNORED', 1), seen('PENDING', 3))).toBe(false);
  });
});
