import { describe, expect, it } from 'vitest';
import { chromeTrace, type ChromeTrace } from '../../../reports/index.ts';
import { sharedTarget } from '../../support/campaigns.ts';
import { answer, firstRun, watchedRun } from '../../support/exported-runs.ts';
import { call, type Move, sql, violation, wait } from '../../support/results.ts';
import { eventsOf, faultsOf } from '../../support/trace-events.ts';

const H1 = 'server-1/completeTask worker-1#1';
const H2 = 'server-1/completeTask worker-2#1';
const complete = (handler: string, taskId: string): Move => call(handler, 'completeTask', { taskId });
const crash: Move = {
  actor: 'nemesis',
  fault: 'crash-server',
  detail: { kind: 'blow', what: 'server-1 dies', killed: [H2] } as Move['detail'],
};

/** Two completions at once on a server: one waits for the other and dies before it is answered. */
const run = watchedRun(
  [
    complete(H1, 'sum/task/1'),
    complete(H2, 'sum/task/2'),
    sql(H1, 'update task_execution', undefined, true),
    wait(H2, 'update task_execution', true),
    sql(H1, 'commit'),
    sql(H2, 'update task_execution'),
    answer(H1, 'completeTask', { type: 'ok' }),
    crash,
  ],
  [[6, 5]],
  { violations: [violation('exactly-once')] },
);
const trace = chromeTrace(run);

const slices = (name: string) => eventsOf(trace, 'X').filter((event) => event.name.startsWith(name));
const instants = (name: string) => eventsOf(trace, 'i').filter((event) => event.name === name);

describe('a trace for Chrome and Perfetto', () => {
  it('has nothing that a viewer would stumble over', () => {
    expect(faultsOf(trace)).toEqual([]);
  });

  it('gives each step a millisecond, and each server, worker and client a process', () => {
    expect(slices('BEGIN · update task_execution').map(({ ts, dur }) => [ts, dur])).toEqual([
      [3_000, 1_000],
      [4_000, 1_000],
    ]);
    const processes = eventsOf(trace, 'M').filter(({ name }) => name === 'process_name');
    expect(processes.map(({ args }) => args['name'])).toEqual(['simulator', 'server-1', 'worker-1']);
  });

  it('puts the steps of a request into its slice, and requests at the same time beside each other', () => {
    const [one, two] = slices('completeTask sum');
    expect([one?.name, one?.ts, one?.dur]).toEqual(['completeTask sum/task/1', 2_000, 4_000]);
    expect([two?.name, two?.ts, two?.dur]).toEqual(['completeTask sum/task/2', 3_000, 6_000]);
    expect(one?.pid).toBe(two?.pid);
    expect(one?.tid).not.toBe(two?.tid);
    expect(two?.args).toEqual({ handler: H2, killed: true });
  });

  it('shows how long a statement waits, and an arrow from whoever lets it go on', () => {
    expect(slices('waits for a lock').map(({ ts, dur }) => [ts, dur])).toEqual([[5_000, 1_000]]);
    const lock = eventsOf(trace, 's').find(({ cat }) => cat === 'lock');
    const end = eventsOf(trace, 'f').find(({ id }) => id === lock?.id);
    expect([lock?.ts, end?.ts]).toEqual([5_000, 6_000]);
  });

  it('marks what went wrong when it did, and what was broken in the end', () => {
    expect(instants('⚡ crash-server').map(({ ts }) => ts)).toEqual([8_000]);
    expect(instants('✗ exactly-once').map(({ args }) => args['witness'])).toEqual([
      'exactly-once does not hold.',
    ]);
  });
});

describe('what looks for faults in it', () => {
  const altered = (alter: (trace: ChromeTrace) => Partial<ChromeTrace>): readonly string[] =>
    faultsOf({ ...trace, ...alter(trace) });

  it.each<[string, RegExp, (trace: ChromeTrace) => Partial<ChromeTrace>]>([
    [
      'an arrow without its end',
      /has not one end/,
      ({ traceEvents }) => ({
        traceEvents: traceEvents.filter(({ ph }) => ph !== 'f'),
      }),
    ],
    [
      'a call without its end',
      /does not end once/,
      ({ traceEvents }) => ({
        traceEvents: traceEvents.filter(({ ph }) => ph !== 'e'),
      }),
    ],
    [
      'tracks without names',
      /track without a name/,
      ({ traceEvents }) => ({
        traceEvents: traceEvents.filter(({ ph }) => ph !== 'M'),
      }),
    ],
    ['an order backwards', /comes after/, ({ traceEvents }) => ({ traceEvents: traceEvents.toReversed() })],
    [
      'a time that is none',
      /must be/,
      ({ traceEvents }) => ({
        traceEvents: traceEvents.map((event) => ({ ...event, ts: -1 })),
      }),
    ],
    [
      'slices that cross',
      /ends after it/,
      ({ traceEvents }) => ({
        traceEvents: traceEvents.map((event) => (event.ph === 'X' ? { ...event, dur: 1_500 } : event)),
      }),
    ],
  ])('finds %s', (_, found, alter) => {
    expect(altered(alter).join('\n')).toMatch(found);
  });
});

const target = sharedTarget();

it.each(['crash-server', 'duplicated-call'] as const)(
  'has nothing to stumble over in a real run with %s, either',
  async (fault) => {
    const size = { tasks: 2, workers: 1, servers: 2 };
    const faulty = await firstRun(target, { size }, [fault], ({ faults }) => faults.has(fault));
    expect(faultsOf(chromeTrace(faulty))).toEqual([]);
  },
);
