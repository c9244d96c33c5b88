import { expect, it } from 'vitest';
import { isHandler, processOf } from '../../../reports/export/process-of.ts';

it.each([
  ['server-1/completeTask worker-1#2', 'server-1'],
  ['server-1/completeTask worker-1.2#2 again', 'server-1'],
  ['sweeper-2', 'server-2'],
  ['sweeper-2.3', 'server-2'],
  ["sweeper-1's double#1", 'server-1'],
  ['worker-1.2', 'worker-1'],
  ['client', 'client'],
  ['clock', 'simulator'],
  ['nemesis', 'simulator'],
  ['delay of client#1', 'simulator'],
  ['partition of server-1#1', 'simulator'],
])('%s is part of %s', (actor, process) => {
  expect(processOf(actor)).toBe(process);
});

it('knows a handler by its name', () => {
  expect(isHandler('server-1/pollTask worker-1#1')).toBe(true);
  expect(isHandler('server-1')).toBe(false);
});
