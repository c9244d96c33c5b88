import { describe, expect, it } from 'vitest';
import { type Evidence, LAWS } from '../../../models/law/index.ts';
import { callOf, evidence, historyOf, SOUND, taskOf, without } from '../../support/evidence.ts';

/** For each law something that breaks it, and no law that comes before it. */
const BREAKS: Readonly<Record<string, Partial<Evidence>>> = {
  'exactly-once': without(({ type }) => type === 'TASK_COMPLETED'),
  contiguous: without(({ type }) => type === 'WORKFLOW_SUSPENDED'),
  ordered: {
    tasks: [taskOf('t1', 'COMPLETED')],
    events: historyOf([['TASK_SCHEDULED', 't1'], 'WORKFLOW_COMPLETED', ['TASK_COMPLETED', 't1']]),
    acknowledged: [],
  },
  'acknowledged-is-durable': {
    calls: [callOf('signalWorkflow', { workflowId: 'w', name: 'go' }, { type: 'RECORDED' }, 1)],
  },
  'real-time': {
    calls: [
      callOf('completeTask', { taskId: 't2' }, { type: 'RECORDED' }, 9),
      callOf('completeTask', { taskId: 't1' }, { type: 'RECORDED' }, 3),
    ],
    tasks: [taskOf('t1', 'COMPLETED'), taskOf('t2', 'COMPLETED')],
    events: historyOf([
      'WORKFLOW_STARTED',
      ['TASK_SCHEDULED', 't1'],
      ['TASK_SCHEDULED', 't2'],
      'WORKFLOW_SUSPENDED',
      ['TASK_COMPLETED', 't2'],
      ['TASK_COMPLETED', 't1'],
      'WORKFLOW_COMPLETED',
    ]),
    acknowledged: [],
  },
  'one-owner': {
    calls: [1, 5].map((step) => callOf('pollTask', {}, { task: { id: 't1', attempt: 1 } }, step)),
  },
  replayable: { replayFailures: [{ workflowId: 'w', problem: 'it is another' }] },
  conserved: { tasks: [taskOf('t1', 'COMPLETED', { attempt: 5 }), taskOf('t2', 'FAILED')] },
  unpoisoned: { openTransactions: ['server-1/completeTask#3'] },
  'no-spin': {
    events: historyOf([
      'WORKFLOW_STARTED',
      ['TASK_SCHEDULED', 't1'],
      ['TASK_SCHEDULED', 't2'],
      'WORKFLOW_SUSPENDED',
      'WORKFLOW_SUSPENDED',
      ['TASK_FAILED', 't2'],
      ['TASK_COMPLETED', 't1'],
      'WORKFLOW_COMPLETED',
    ]),
  },
  unprovoked: {
    unprovokedErrors: [
      { handler: 'server-1/completeTask', operation: 'completeTask', message: 'SqlError: duplicate key' },
    ],
  },
  expected: { failures: [{ actor: 'client', message: 'the sum is 11, and must be 12' }] },
  live: { workflows: [{ id: 'w', status: 'WAITING' }] },
};

describe('the laws', () => {
  it('come in the order of what they tell, the most telling one first', () => {
    expect(LAWS.map(({ name }) => name)).toEqual(Object.keys(BREAKS));
  });

  it('state what must hold, each in a sentence of its own', () => {
    for (const { statement } of LAWS) expect(statement).toMatch(/^[A-Z].*\.$/);
    expect(new Set(LAWS.map(({ statement }) => statement)).size).toBe(LAWS.length);
  });

  it('all hold of a sound run', () => {
    expect(LAWS.map((law) => law.check(SOUND))).toEqual(LAWS.map(() => undefined));
  });

  it.each(LAWS)('$name can be broken, alone or before all others', (law) => {
    const broken = LAWS.filter((each) => each.check(evidence(BREAKS[law.name])) !== undefined);
    expect(broken[0]).toBe(law);
  });

  it('do not change the evidence', () => {
    for (const changes of Object.values(BREAKS)) {
      const given = evidence(changes);
      const before = structuredClone(given);
      for (const law of LAWS) law.check(given);
      expect(given).toEqual(before);
    }
  });
});
