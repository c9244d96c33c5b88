import { describe, expect, it } from 'vitest';
import { causesOf } from '../../../reports/export/causes.ts';
import { shivizLog } from '../../../reports/index.ts';
import { sharedTarget } from '../../support/campaigns.ts';
import { answer, firstRun, watchedRun, type WatchedRun } from '../../support/exported-runs.ts';
import { call, sql } from '../../support/results.ts';

/** An event as ShiViz has it. */
type Event = {
  readonly host: string;
  readonly clock: Readonly<Record<string, number>>;
  readonly step: number;
};

/** Reads a log as ShiViz does: by the expression in its first line; the second one would part executions. */
function eventsIn(log: string): readonly Event[] {
  const [expression = '', delimiter, ...lines] = log.split('\n');
  expect(delimiter).toBe('');
  expect(lines.pop()).toBe('');
  return lines.map((line) => {
    const { host = '', clock = '', step } = new RegExp(`^${expression}$`).exec(line)?.groups ?? {};
    expect(host, line).not.toBe('');
    return { host, clock: JSON.parse(clock) as Event['clock'], step: Number(step) };
  });
}

/** Whether an event is before another one, as their clocks say. */
function isBefore(one: Event, other: Event): boolean {
  const known = (clock: Event['clock'], host: string): number => clock[host] ?? 0;
  const isKnown = Object.keys(one.clock).every((host) => known(one.clock, host) <= known(other.clock, host));
  return isKnown && known(one.clock, one.host) <= known(other.clock, one.host) && one !== other;
}

/** What contradicts that clocks count their own host's events, and order events as the run has them. */
function contradictions(run: WatchedRun): readonly string[] {
  const events = eventsIn(shivizLog(run));
  const counts = new Map<string, number>();
  const found: string[] = [];
  for (const { host, clock, step } of events) {
    const count = (counts.get(host) ?? 0) + 1;
    counts.set(host, count);
    if (clock[host] !== count) found.push(`${host} counts ${clock[host]} at its event ${count}`);
    for (const [other, known] of Object.entries(clock)) {
      if (known > (counts.get(other) ?? 0))
        found.push(`step ${step} knows of what ${other} has not done yet`);
    }
  }
  for (const one of events) {
    for (const other of events) {
      if (isBefore(one, other) && one.step >= other.step)
        found.push(`${other.step} comes before ${one.step}`);
    }
  }
  for (const { from, to } of causesOf(run)) {
    const [cause, effect] = [events[from - 1], events[to - 1]];
    if (!cause || !effect || !isBefore(cause, effect)) found.push(`${from} is not before ${to}`);
  }
  return found;
}

const HANDLER = 'server-1/completeTask worker-1#1';

describe('a log for ShiViz', () => {
  const run = watchedRun([
    call(HANDLER, 'completeTask', { taskId: 'sum/task/1' }),
    sql('server-2/pollTask worker-2#1', 'select 1'),
    sql(HANDLER, 'commit'),
    answer(HANDLER, 'completeTask', { type: 'ok' }),
  ]);

  it('has a line an event, with what its actor can know', () => {
    expect(shivizLog(run).split('\n').slice(2)).toEqual([
      'worker-1 {"worker-1":1} 1 0ms call completeTask sum/task/1',
      'server-2/pollTask:worker-2#1 {"server-2/pollTask:worker-2#1":1} 2 0ms select 1 → 1 row',
      'server-1/completeTask:worker-1#1 {"worker-1":1,"server-1/completeTask:worker-1#1":1} 3 0ms COMMIT → ok',
      'worker-1 {"worker-1":2,"server-1/completeTask:worker-1#1":1} 4 0ms answer to completeTask → {"type":"ok"}',
      '',
    ]);
  });

  it('leaves those without an order that do not know of each other', () => {
    const [sent, elsewhere, handled, answered] = eventsIn(shivizLog(run));
    if (!sent || !elsewhere || !handled || !answered) throw new Error('there are four events');
    expect(isBefore(sent, answered)).toBe(true);
    expect(isBefore(elsewhere, handled) || isBefore(handled, elsewhere)).toBe(false);
  });
});

const target = sharedTarget();

it('is consistent for a real run with faults: clocks count, and say what was before what', async () => {
  const size = { tasks: 2, workers: 2, servers: 2 };
  const run = await firstRun(target, { size }, ['crash-server'], ({ faults }) => faults.has('crash-server'));
  expect(contradictions(run)).toEqual([]);
});
