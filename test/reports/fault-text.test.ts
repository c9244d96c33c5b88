import { expect, it } from 'vitest';
import type { TraceStep } from '../../sim/kernel/index.ts';
import { faultText } from '../../reports/fault-text.ts';

const step = (fault: string, detail: TraceStep['detail'], actor = 'worker-1'): TraceStep => ({
  number: 1,
  time: 0,
  actor,
  preempts: false,
  fault,
  detail,
});
const call = (kind: string, fault: string, others: object = {}): TraceStep =>
  step(fault, { kind, operation: 'completeTask', ...others } as TraceStep['detail']);

it.each<[TraceStep, string]>([
  [
    step('crash-server', { kind: 'blow', what: 'server-1 dies', killed: [] } as never, 'nemesis'),
    '⚡ server-1 dies',
  ],
  [call('lost-call', 'dropped-call'), '⚡ completeTask of worker-1 never arrives'],
  [call('delayed-call', 'delayed-call'), '⚡ completeTask of worker-1 is held up'],
  [call('call', 'duplicated-call'), '⚡ completeTask of worker-1 arrives twice'],
  [call('answer', 'lost-answer'), '⚡ worker-1 never gets the answer to completeTask'],
  [
    step('lost-connection', { kind: 'lost', isDone: false } as never, 'a'),
    '⚡ a loses its connection (lost-connection)',
  ],
  [
    step('lost-commit', { kind: 'lost', isDone: true } as never, 'a'),
    '⚡ a loses its connection once the statement is done (lost-commit)',
  ],
  [step('read-error', { kind: 'sql' }, 'a'), '⚡ a: read-error'],
])('says in one line what went wrong: %#', (disturbed, text) => {
  expect(faultText(disturbed)).toBe(text);
});
