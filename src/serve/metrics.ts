import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Operations, Sweeps } from '../engine/index.ts';
import type { Clock, Sql } from '../ports/index.ts';
import { countStatuses } from '../store/index.ts';
import { answerLabel, failureLabel } from './answer-label.ts';
import type { Around } from './around-calls.ts';

export type MetricsOptions = {
  readonly clock: Clock;
  readonly sql: Sql;
  /** How many connections the server has to its database; absent where there are none. */
  readonly connections?: () => { readonly total: number; readonly idle: number; readonly waiting: number };
  /** How many calls wait for something to happen. */
  readonly waiting: () => number;
  /** How old the numbers of workflows and tasks by status may be, in milliseconds; 15 s by default. */
  readonly sampleMs?: number;
  readonly onError?: (error: unknown) => void;
};

export type Metrics = {
  /** Everything, as Prometheus reads it. */
  text(): Promise<string>;
  readonly contentType: string;
  readonly aroundOperation: Around<keyof Operations>;
  readonly aroundSweep: Around<keyof Sweeps>;
};

/** In seconds. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Counts and times what a server does. A call that waits is counted each time that the engine is asked. */
export function metrics(options: MetricsOptions): Metrics {
  const { clock } = options;
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const calls = new Counter({
    name: 'skein_calls_total',
    help: 'Operations of the engine, by what they answered',
    labelNames: ['operation', 'answer'],
    registers,
  });
  const durations = new Histogram({
    name: 'skein_call_duration_seconds',
    help: 'How long operations of the engine took',
    labelNames: ['operation'],
    buckets: BUCKETS,
    registers,
  });
  const sweeps = new Counter({
    name: 'skein_sweeps_total',
    help: 'Sweeps, by what came of them',
    labelNames: ['sweep', 'answer'],
    registers,
  });
  const swept = new Counter({
    name: 'skein_swept_total',
    help: 'What sweeps found to do, and did',
    labelNames: ['sweep'],
    registers,
  });
  const sweepDurations = new Histogram({
    name: 'skein_sweep_duration_seconds',
    help: 'How long sweeps took',
    labelNames: ['sweep'],
    buckets: BUCKETS,
    registers,
  });
  addGauges(options, registry);

  /** Times a call, and counts it by its answer. */
  const around =
    <Name extends string>(
      count: (name: Name, answer: string) => void,
      time: (name: Name, seconds: number) => void,
    ): Around<Name> =>
    async (name, _, call) => {
      const since = clock.now();
      let label = 'ERROR';
      try {
        const answer = await call();
        label = answerLabel(answer);
        return answer;
      } catch (error) {
        label = failureLabel(error);
        throw error;
      } finally {
        count(name, label);
        time(name, (clock.now() - since) / 1_000);
      }
    };
  const aroundSweep = around<keyof Sweeps>(
    (sweep, answer) => sweeps.inc({ sweep, answer }),
    (sweep, seconds) => sweepDurations.observe({ sweep }, seconds),
  );
  return {
    text: () => registry.metrics(),
    contentType: registry.contentType,
    aroundOperation: around(
      (operation, answer) => calls.inc({ operation, answer }),
      (operation, seconds) => durations.observe({ operation }, seconds),
    ),
    async aroundSweep(sweep, request, call) {
      const answer = await aroundSweep(sweep, request, call);
      if (typeof answer === 'object' && answer !== null && 'count' in answer) {
        swept.inc({ sweep }, Number(answer.count));
      }
      return answer;
    },
  };
}

/** What is looked up when somebody asks. */
function addGauges(options: MetricsOptions, registry: Registry): void {
  const { clock, sql, connections, waiting, sampleMs = 15_000, onError = () => undefined } = options;
  const registers = [registry];
  const waitingCalls: Gauge = new Gauge({
    name: 'skein_waiting_calls',
    help: 'Calls that wait for something to happen',
    registers,
    collect: (): void => waitingCalls.set(waiting()),
  });
  if (connections) {
    const gauge = new Gauge({
      name: 'skein_database_connections',
      help: 'Connections to the database that are busy or idle, and requests that wait for one',
      labelNames: ['state'],
      registers,
      collect() {
        const { total, idle, waiting: requests } = connections();
        gauge.set({ state: 'busy' }, total - idle);
        gauge.set({ state: 'idle' }, idle);
        gauge.set({ state: 'waited_for' }, requests);
      },
    });
  }
  for (const of of ['workflows', 'tasks'] as const) {
    let lookedAt = Number.NEGATIVE_INFINITY;
    const gauge = new Gauge({
      name: `skein_${of}`,
      help: `How many ${of} there are, by status; about, where there are many`,
      labelNames: ['status'],
      registers,
      async collect() {
        if (clock.now() - lookedAt < sampleMs) return;
        lookedAt = clock.now();
        try {
          const counts = await countStatuses(sql, of);
          gauge.reset();
          for (const [status, count] of counts) gauge.set({ status }, count);
        } catch (error) {
          gauge.reset(); // better none than old ones
          onError(error);
        }
      },
    });
  }
}
