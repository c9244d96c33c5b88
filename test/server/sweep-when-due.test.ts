import { describe, expect, it } from 'vitest';
import type { Operations } from '../../src/engine/index.ts';
import type { Command } from '../../src/events/index.ts';
import { sweepWhenDue } from '../../src/server/index.ts';

const NOW = 1_000_000;
const retry = { retries: 0, initialDelay: 1, maxDelay: 1 };

/** What a sweeper is told to expect when these commands were submitted. */
async function expectedAfter(...commands: readonly Command[]): Promise<readonly number[]> {
  const expected: number[] = [];
  const operations = {
    submitCommands: () => Promise.resolve({ type: 'ACCEPTED', status: 'WAITING' }),
    startTask: () => Promise.resolve({ taskId: 't', created: true }),
    putSchedule: () => Promise.resolve({ nextRunAt: NOW + 700 }),
  } as unknown as Operations; // the others are not called
  const sweeper = { expect: (inMs: number) => expected.push(inMs) };
  const told = sweepWhenDue(operations, sweeper, { now: () => NOW });
  await told.submitCommands({
    workflowId: 'w',
    token: 't',
    lastSeenSequence: 1,
    commands,
    outcome: { type: 'SUSPENDED' },
  });
  if (commands.length > 0) return expected;
  await told.startTask({ id: 't', kind: 'k', queue: 'q', retry, timeoutMs: 40 });
  await told.startTask({ id: 't', kind: 'k', queue: 'q', retry });
  await told.putSchedule({
    id: 's',
    times: { type: 'INTERVAL', everyMs: 700 },
    kind: 'k',
    queue: 'q',
    overlap: 'ALLOW',
    missed: 'SKIP',
  });
  return expected;
}

describe('sweepWhenDue', () => {
  it('expects timers, promises and tasks when they are due', async () => {
    expect(
      await expectedAfter(
        { type: 'START_TIMER', timerId: '1', delayMs: 50 },
        { type: 'START_TIMER', timerId: '2', fireAt: NOW + 60 },
        { type: 'CREATE_PROMISE', name: 'p', timeoutMs: 70 },
        { type: 'SCHEDULE_TASK', taskId: 't', kind: 'k', queue: 'q', retry, timeoutMs: 80 },
      ),
    ).toEqual([50, 60, 70, 80]);
  });

  it('expects nothing of what is never due', async () => {
    expect(
      await expectedAfter(
        { type: 'CREATE_PROMISE', name: 'p' },
        { type: 'SCHEDULE_TASK', taskId: 't', kind: 'k', queue: 'q', retry },
        { type: 'CANCEL_TIMER', timerId: '1' },
      ),
    ).toEqual([]);
  });

  it('expects standalone tasks and schedules', async () => {
    expect(await expectedAfter()).toEqual([40, 700]);
  });
});
