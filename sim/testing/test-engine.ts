import type { Client } from '../../src/client/index.ts';
import { isWorkflowEnded, type WorkflowEvent, type WorkflowStatus } from '../../src/events/index.ts';
import type { Clock } from '../../src/ports/index.ts';
import { inProcessNotifier } from '../../src/ports/system/index.ts';
import type { AnyWorkflow, PayloadCodec } from '../../src/sdk/index.ts';
import type { AnyTask } from '../../src/worker/index.ts';
import { type Chooser, clockOf, RandomRoot, type RandomStream, Simulation } from '../kernel/index.ts';
import { ENGINE_SCHEMA } from '../scenario/index.ts';
import { PGliteTarget } from '../target/index.ts';
import { EVER_MS, Node } from './node.ts';
import { UnansweredError } from './unanswered-error.ts';

export type TestEngineOptions = {
  readonly workflows: readonly AnyWorkflow[];
  /** The real ones, or others of the same names. */
  readonly tasks?: readonly AnyTask[];
  /** Those that the worker serves; `default` by default. */
  readonly queues?: readonly string[];
  /** The one that the workers use; JSON by default. */
  readonly codec?: PayloadCodec;
};

/** What a test came to. */
export type TestRun<Result> = {
  /** What the body returned. */
  readonly result: Result;
  /** Every workflow's events, by its id. */
  readonly histories: ReadonlyMap<string, readonly WorkflowEvent[]>;
  /** How long it took, in virtual milliseconds. */
  readonly elapsedMs: number;
};

/** What a test does: its client starts workflows and waits for them; `clock.sleep` waits in virtual time. */
export type TestBody<Result> = (client: Client, clock: Clock) => Promise<Result>;

/** The engine in memory, with time of its own. */
export type TestEngine = {
  /**
   * Runs a test on an empty database, with a server and a worker that go on until the body has ended. Time passes when
   * there is nothing else to do, and goes to whatever is due next at once: a month's sleep is one step.
   *
   * @param seed decides the order of what may happen in any order; the same seed, the same run. Default: `test`
   * @throws whatever the body throws
   * @throws {UnansweredError} when the body waits for what can never happen
   */
  run<Result>(body: TestBody<Result>, seed?: string): Promise<TestRun<Result>>;
  close(): Promise<void>;
};

/** More than any test needs, and few enough that one that goes on for ever ends within a minute. */
const MOST_STEPS = 100_000;

/** Boots an engine for tests: the real one, on a PGlite in memory. Booting takes a second, a run milliseconds. */
export async function testEngine(options: TestEngineOptions): Promise<TestEngine> {
  const { workflows, tasks = [], queues = ['default'], codec } = options;
  const definitions = { workflows, tasks, queues, ...(codec ? { codec } : {}) };
  const target = await PGliteTarget.boot({ schema: ENGINE_SCHEMA });

  async function run<Result>(body: TestBody<Result>, seed = 'test'): Promise<TestRun<Result>> {
    const root = new RandomRoot(seed);
    const limits = { chaosSteps: MOST_STEPS, chaosMs: EVER_MS / 2, healingSteps: 0, healingMs: 0 };
    const simulation = new Simulation({ random: root, chooser: unhurried(root.stream('schedule')), limits });
    target.reset({ now: () => simulation.now(), entropy: root.stream('database') });
    let ended: { readonly result: Result } | undefined;
    simulation.spawn('test', async (actor) => {
      const node = new Node(actor, target, inProcessNotifier(), definitions);
      try {
        ended = { result: await body(node.client, clockOf(actor)) };
      } finally {
        node.stop();
      }
      await node.ended();
    });
    const { elapsedMs, failures } = await simulation.run();
    if (target.mustRepeat()) return await run(body, seed);
    const [failure] = failures;
    if (failure) throw failure.error;
    if (!ended) throw new UnansweredError(openWorkflows(target));
    return { result: ended.result, histories: historiesOn(target), elapsedMs };
  }
  return { run, close: () => target.close() };
}

/** Time passes only when nobody can do anything else. */
function unhurried(stream: RandomStream): Chooser {
  return {
    choose({ options }) {
      const last = options.length - 1;
      return stream.below(last > 0 && options[last]?.isTime ? last : options.length);
    },
  };
}

function openWorkflows(target: PGliteTarget): UnansweredError['open'] {
  const rows = target.inspect(
    'select id as "workflowId", status from workflow_execution order by id',
  ) as readonly { readonly workflowId: string; readonly status: WorkflowStatus }[]; // as the columns say
  return rows.filter(({ status }) => !isWorkflowEnded(status));
}

function historiesOn(target: PGliteTarget): ReadonlyMap<string, readonly WorkflowEvent[]> {
  const rows = target.inspect(
    `select workflow_id as "workflowId", sequence, type, data,
            floor(extract(epoch from created_at) * 1000)::float8 as time
     from workflow_event order by workflow_id, sequence`,
  ) as readonly (WorkflowEvent & { readonly workflowId: string })[]; // as the columns say
  const histories = new Map<string, WorkflowEvent[]>();
  for (const { workflowId, ...event } of rows) {
    const history = histories.get(workflowId);
    if (history) history.push(event);
    else histories.set(workflowId, [event]);
  }
  return histories;
}
