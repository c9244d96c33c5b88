import { describe, expect, it } from 'vitest';
import { exactlyOnce, live, unpoisoned } from '../../../models/law/index.ts';
import { evidenceSoFar, type WrittenRow } from '../../../sim/scenario/index.ts';
import { call, resultOf, sql } from '../../support/results.ts';

const TASK = { id: 'w/task/1', workflow_id: 'w', ignored: 'false', attempt: '1', max_retries: '3' };
const EVENTS = [
  { workflow_id: 'w', sequence: '10', type: 'TASK_COMPLETED', data: '{"taskId": "w/task/1"}' },
  { workflow_id: 'w', sequence: '9', type: 'TASK_SCHEDULED', data: '{"taskId": "w/task/1"}' },
  { workflow_id: 'a', sequence: '1', type: 'WORKFLOW_STARTED', data: '{}' },
];

function rows(
  tables: Readonly<Record<string, readonly WrittenRow[]>>,
): (table: string) => readonly WrittenRow[] {
  return (table) => tables[table] ?? [];
}

const HANDLER = 'server-1/completeTask#1';
const answered = {
  actor: 'worker-1',
  detail: {
    kind: 'answer',
    operation: 'completeTask',
    handler: HANDLER,
    response: { value: { type: 'RECORDED' } },
  },
};
const { steps } = resultOf([call(HANDLER, 'completeTask', { taskId: 'w/task/1' }), answered]).trace;

describe('evidence so far', () => {
  it('has rows as laws know them, events in their order, and what was acknowledged', () => {
    const evidence = evidenceSoFar(
      rows({ task_execution: [{ ...TASK, status: 'COMPLETED' }], workflow_event: EVENTS }),
      steps,
    );
    expect(evidence.tasks).toEqual([
      { id: 'w/task/1', workflowId: 'w', status: 'COMPLETED', ignored: false, attempt: 1, retries: 3 },
    ]);
    expect(evidence.events.map(({ workflowId, sequence }) => `${workflowId} ${sequence}`)).toEqual([
      'a 1',
      'w 9',
      'w 10',
    ]);
    expect(evidence.acknowledged).toEqual([
      { operation: 'completeTask', taskId: 'w/task/1', answer: 'RECORDED' },
    ]);
    expect(exactlyOnce.check(evidence)).toBeUndefined();
  });

  it('breaks a law as soon as rows do', () => {
    const evidence = evidenceSoFar(rows({ task_execution: [{ ...TASK, status: 'COMPLETED' }] }), steps);
    expect(exactlyOnce.check(evidence)?.subjects).toEqual(['w', 'w/task/1']);
  });

  it('holds nothing against transactions that are under way', () => {
    const open = resultOf([sql(HANDLER, 'select 1', undefined, true)]).trace.steps;
    const evidence = evidenceSoFar(rows({}), open);
    expect(evidence.openTransactions).toEqual([HANDLER]);
    expect(unpoisoned.check(evidence)).toBeUndefined();
  });

  it('is not for laws of the end', () => {
    expect([exactlyOnce.isOfTheEnd, live.isOfTheEnd]).toEqual([undefined, true]);
  });
});
