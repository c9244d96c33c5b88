import type { TracePage } from '../../reports/trace/page-data.ts';
import { pageActor, pageOf, pageRun, pageStep } from './trace-pages.ts';

/**
 * A page about two handlers who complete a task at the same time, told by hand: one in a transaction, for which the
 * other one has to wait, until its insert is refused.
 */
export function racePage(): TracePage {
  const actors = [
    pageActor('client-1', { group: 0, from: 1, to: 8 }),
    pageActor('server-1/complete client-1#1', { title: 'complete 1', group: 1, from: 1, to: 6 }),
    pageActor('server-1/complete client-1#2', { title: 'complete 2', group: 1, track: 1, from: 2, to: 7 }),
    pageActor('clock', { group: 2, from: 8, to: 8 }),
  ];
  return pageOf(
    pageRun({
      label: 'Shrunk',
      id: 'shrunk',
      verdict: {
        law: 'exactly-once',
        statement: 'A task ends once.',
        sentence: 'Task sum/task/1 has ended twice.',
        subjects: ['sum', 'sum/task/1'],
        also: ['live'],
      },
      command: 'npx skein replay sk1_x',
      notes: ['Made up.'],
      actors,
      groups: [
        { name: 'client-1', tracks: 1 },
        { name: 'server-1', tracks: 2 },
        { name: 'clock', tracks: 1 },
      ],
      statements: ['\n    update task set status = $1\n    where id = $2', 'select max(sequence) from event'],
      steps: [
        pageStep('calls complete 1', {
          kind: 'call',
          other: 1,
          body: '{"taskId": "sum/task/1"}',
          result: '',
        }),
        pageStep('calls complete 2', {
          kind: 'call',
          other: 2,
          body: '{"taskId": "sum/task/1"}',
          result: '',
        }),
        pageStep('BEGIN · UPDATE task status=COMPLETED', {
          actor: 1,
          statement: 0,
          values: ['COMPLETED', 'sum/task/1'],
          answer: { columns: [], rows: [], more: 0, count: 1 },
          transaction: 0,
        }),
        pageStep('UPDATE task status=COMPLETED', {
          actor: 2,
          kind: 'wait',
          statement: 0,
          values: ['COMPLETED', 'sum/task/1'],
          result: 'waits',
          wait: 0,
          interrupts: 1,
        }),
        pageStep('SELECT max(sequence) FROM event', {
          actor: 2,
          statement: 1,
          result: 'sequence=4',
          answer: { columns: ['sequence'], rows: [['4']], more: 0, count: 1 },
          instead: ['complete 1: commit'],
        }),
        pageStep('INSERT event 5', {
          actor: 1,
          result: '✗ 23505 duplicate key',
          isBad: true,
          answer: {
            code: '23505',
            message: 'duplicate key',
            constraint: 'event_pkey',
            detail: 'It is there.',
          },
          transaction: 0,
        }),
        pageStep('UPDATE task status=COMPLETED', { actor: 2, statement: 0, wait: 0 }),
        pageStep('1.5 s pass', { ms: 1_500, actor: 3, kind: 'time', result: 'client-1 go on' }),
      ],
      transactions: [{ actor: 1, from: 3, to: 6, end: 'rolled back', writes: [3] }],
      waits: [{ actor: 2, from: 4, to: 7, release: 6 }],
      tables: [{ name: 'task', columns: ['id', 'status'], key: [0] }],
      frames: [
        [0, [[0, null, ['sum/task/1', 'RUNNING']]]],
        [7, [[0, ['sum/task/1', 'RUNNING'], ['sum/task/1', 'COMPLETED']]]],
      ],
      story: { actors: [1, 2], from: 3, to: 7 },
      moments: [
        {
          step: 5,
          kind: 'turn',
          label: 'Point of no return',
          text: 'SELECT',
          meaning: 'Nothing can save it.',
        },
        { step: 6, kind: 'refused', label: 'Refused', text: 'INSERT', meaning: 'The database refused.' },
      ],
    }),
  );
}
