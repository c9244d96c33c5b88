import type { Planted } from '../../models/defect/index.ts';
import type { Evidence } from '../../models/law/index.ts';
import { client } from '../../src/client/index.ts';
import {
  createEngine,
  createSweeps,
  EngineError,
  type EnginePorts,
  type EndTaskResponse,
  OPERATION_NAMES,
  type Operations,
  SWEEP_NAMES,
  type SweepRequest,
  type Sweeps,
} from '../../src/engine/index.ts';
import { isWorkflowEnded } from '../../src/events/index.ts';
import type { Clock, Transport } from '../../src/ports/index.ts';
import type { AnyWorkflow } from '../../src/sdk/index.ts';
import { answerLabel } from '../../src/serve/index.ts';
import { sweeper } from '../../src/server/index.ts';
import { worker } from '../../src/worker/index.ts';
import {
  type Access,
  type Actor,
  type Blow,
  clockOf,
  type Footprint,
  type Simulation,
  spawnOf,
} from '../kernel/index.ts';
import { Network, type Server } from '../network/index.ts';
import { simulatedPool, type Target } from '../target/index.ts';
import { careful } from './careful-client.ts';
import { blowsTo } from './cluster-blows.ts';
import { Crew } from './crew.ts';
import type { ClientBody, Hazards, Scenario, Size, Workload } from './scenario.ts';
import { SweepWatch } from './sweep-watch.ts';

/** What a worker was told of a result it reported. */
export type Acknowledgement = Evidence['acknowledged'][number];

/** What a client does, under the name of its actor. */
type NamedClient = {
  readonly name: string;
  readonly body: ClientBody;
  /** Whether the scenario is about it. */
  readonly isTrial: boolean;
};
/** Whether clients have ended: any of their answers may be the last one, and workers and sweepers look at it. */
const CLIENTS: Access = { space: 'clients', mode: 'read' };

/** Few enough that a worker has to replay now and then what it did not keep. */
const KEPT_WORKFLOWS = 2;
/** Where workers may die: short, so that what they had is taken back soon. */
const LEASE_MS = 5_000;
/** Likewise for rounds of sweeps that nobody expects to find anything. */
const SWEEP_EVERY_MS = 2_500;

/** How often it is looked whether all workflows have ended. */
const LOOK_EVERY_MS = 500;

/** As sweepers do by default. */
const SWEEP_LIMIT = 100;

/** A cluster of the engine's real code: server replicas, workers and clients, each an actor of one simulation. */
export class Cluster {
  readonly acknowledged: Acknowledgement[] = [];
  /** Operations with their answers, and sweeps that found something: what the run came by. */
  readonly signs = new Set<string>();
  readonly sweepWatch = new SweepWatch();
  readonly failures: { actor: string; message: string }[] = [];
  /** What workers can run. */
  workflows: readonly AnyWorkflow[] = [];
  /** Constraints that workflows break on purpose. */
  provoked: readonly string[] = [];
  readonly #simulation: Simulation;
  readonly #target: Target;
  readonly #defect: Planted | undefined;
  readonly #hazards: Hazards;
  readonly #crew: Crew;
  #hastened: Workload['hastened'];
  #network: Network | undefined;
  #isCalm = true;

  constructor(simulation: Simulation, target: Target, defect: Planted | undefined, hazards: Hazards) {
    this.#simulation = simulation;
    this.#target = target;
    this.#defect = defect;
    this.#hazards = hazards;
    this.#crew = new Crew(simulation);
  }

  /** Puts everybody on stage; nothing runs before the simulation does. */
  populate(scenario: Scenario, size: Size): void {
    const workload = scenario.workload(size, this.#hazards);
    this.workflows = workload.workflows;
    this.provoked = workload.provokes ?? [];
    this.#hastened = workload.hastened;
    const servers = numbered('server', size.servers).map((name) => this.#server(name));
    const network = new Network(this.#simulation, servers);
    this.#network = network;

    const { before, clients, after } = workload;
    const named = clients.length === 1 ? ['client'] : numbered('client', clients.length);
    this.#enter(network, [
      before ? [{ name: 'before', body: before, isTrial: false }] : [],
      clients.map((body, index) => ({ name: named[index] ?? '', body, isTrial: true })),
      after ? [{ name: 'after', body: after, isTrial: false }] : [],
    ]);
    for (const [index, name] of numbered('worker', size.workers).entries()) {
      this.#crew.add(name, (actor) =>
        this.#worker(workload, size, network.transport(actor, [CLIENTS]), actor, { name, index }),
      );
    }
    if (!(workload.needsSweeps ?? this.#hazards.isFaulty)) return;
    for (const name of numbered('sweeper', size.servers)) {
      this.#crew.add(name, (actor) => this.#sweeper(workload, actor));
    }
  }

  /** Whether nothing may go wrong: before and after what the scenario is about. */
  get isCalm(): boolean {
    return this.#isCalm;
  }

  /** Faults out of some that could happen to the cluster now, besides what can go wrong with a step. */
  blows(among: ReadonlySet<string>): readonly Blow[] {
    if (!this.#network) return [];
    return blowsTo({
      simulation: this.#simulation,
      network: this.#network,
      crew: this.#crew,
      among,
      sweepOnce: async (actor) => {
        const sweeps = this.#sweeps(actor);
        for (const name of SWEEP_NAMES) await sweeps[name]({ limit: SWEEP_LIMIT }).catch(() => undefined);
      },
    });
  }

  /** Has the clients of a phase do what they came for, then those of the next one. After the last all others go home. */
  #enter(network: Network, phases: readonly (readonly NamedClient[])[]): void {
    const [phase, ...later] = phases;
    if (!phase) {
      this.#crew.dismiss();
      return;
    }
    this.#isCalm = !phase.some(({ isTrial }) => isTrial);
    let left = phase.length;
    if (left === 0) this.#enter(network, later);
    for (const { name, body } of phase) {
      this.#simulation.spawn(name, async (actor) => {
        await this.#runClient(
          body,
          network,
          actor,
          () => left === 1 && later.every(({ length }) => length === 0),
        );
        left -= 1;
        if (left === 0) this.#enter(network, later);
      });
    }
  }

  /** @param isLast whether nobody else is to do anything, asked in its end */
  async #runClient(body: ClientBody, network: Network, actor: Actor, isLast: () => boolean): Promise<void> {
    const touched: Footprint = [{ ...CLIENTS, key: actor.name, mode: 'write' }];
    const remote = this.#remote(network.transport(actor, touched));
    const clock = clockOf(actor);
    const operations = this.#hazards.isFaulty ? careful(remote, clock, actor.name) : remote;
    try {
      await body(client({ operations, clock, random: actor.random }), clock, operations);
    } catch (error) {
      this.failures.push({ actor: actor.name, message: String(error) });
    }
    // When the last client has what it came for, all others finish what they are doing and go home. What one of them
    // does not live to finish is for the others: where somebody may die, all work must be done first.
    if (this.#hazards.isFaulty && this.#crew.names.length > 0 && isLast())
      await untilAllEnded(operations, clock);
  }

  #worker(
    { workflows, tasks, tasksApart }: Workload,
    size: Size,
    transport: Transport,
    actor: Actor,
    { name, index }: { readonly name: string; readonly index: number },
  ): { run(): Promise<void>; stop(): void } {
    const planted = this.#defect?.applyToWorkflow?.bind(this.#defect);
    return worker({
      name,
      operations: this.#remote(transport),
      clock: clockOf(actor),
      spawn: spawnOf(actor),
      queues: ['default'],
      workflows: planted ? workflows.map(planted) : workflows,
      tasks: [...tasks, ...(tasksApart?.[index % tasksApart.length] ?? [])],
      concurrency: { workflows: 1, tasks: size.tasks },
      keptWorkflows: index % 2 === 0 ? KEPT_WORKFLOWS : 0, // one goes on where the other replays
      ...(this.#hazards.isFaulty ? { leaseMs: LEASE_MS } : {}),
    });
  }

  #sweeper(
    { sweepLimit: limit = SWEEP_LIMIT }: Workload,
    actor: Actor,
  ): { run(): Promise<void>; stop(): void } {
    const { isFaulty } = this.#hazards;
    return sweeper({
      sweeps: this.#sweeps(actor),
      limit,
      clock: clockOf(actor),
      onError: isFaulty ? () => undefined : fail,
      ...(isFaulty ? { everyMs: SWEEP_EVERY_MS } : {}),
    });
  }

  #server(name: string): Server {
    return {
      name,
      handle: async (handler, operation, request) => {
        const ports = this.#ports(handler);
        const engine = createEngine(ports);
        const operations = this.#defect?.apply?.(engine, ports) ?? engine;
        if (!isOperation(operations, operation)) {
          throw new EngineError('NOT_FOUND', operation, `there is no operation ${operation}`);
        }
        const answer: unknown = await operations[operation](request as never); // typed by the same Operations
        this.signs.add(`${operation} ${labelOf(answer)}`);
        return answer;
      },
    };
  }

  /** What a part of the engine that an actor runs has of the outside. */
  #ports(actor: Actor, touched: Footprint = []): EnginePorts {
    const pool = simulatedPool(actor, this.#target, touched);
    const sql = this.#hastened?.(pool) ?? pool;
    return { sql: this.#defect?.applyToSql?.(sql) ?? sql, random: actor.random };
  }

  /** Sweeps that leave a sign when they found something to do. */
  #sweeps(actor: Actor): Sweeps {
    const ports = this.#ports(actor, [CLIENTS]);
    const engine = createSweeps(ports);
    const sweeps = this.#defect?.applyToSweeps?.(engine, ports) ?? engine;
    const entries = SWEEP_NAMES.map((name) => [
      name,
      async (request: SweepRequest) => {
        const answer = await this.sweepWatch.watch(name, () => sweeps[name](request));
        if (answer.count > 0) this.signs.add(`${name} DONE`);
        return answer;
      },
    ]);
    return Object.fromEntries(entries) as Sweeps; // each name with the sweep of that name
  }

  /** The engine's operations as a client or a worker sees them: calls over the network. */
  #remote(transport: Transport): Operations {
    const call =
      <Name extends keyof Operations>(name: Name) =>
      (request: Parameters<Operations[Name]>[0]) =>
        transport.call(name, request) as ReturnType<Operations[Name]>; // answered by the same operation
    const reporting =
      (name: 'completeTask' | 'failTask') =>
      async (request: never): Promise<EndTaskResponse> => {
        const { taskId } = request as { taskId: string };
        const answer = await call(name)(request);
        this.acknowledged.push({ operation: name, taskId, answer: answer.type });
        return answer;
      };
    const calls = Object.fromEntries(OPERATION_NAMES.map((name) => [name, call(name)]));
    return {
      ...(calls as Operations), // each name calls the operation of that name
      completeTask: reporting('completeTask'),
      failTask: reporting('failTask'),
    };
  }
}

/** What an answer says, in one word: of a submission, how the workflow stands now. */
function labelOf(answer: unknown): string {
  if (typeof answer === 'object' && answer !== null && 'status' in answer) return String(answer.status);
  return answerLabel(answer);
}

async function untilAllEnded(operations: Operations, clock: Clock): Promise<void> {
  for (;;) {
    const { workflows } = await operations.listWorkflows({ limit: 1_000 });
    if (workflows.every(({ status }) => isWorkflowEnded(status))) return;
    await clock.sleep(LOOK_EVERY_MS);
  }
}

/** Nothing interferes with a sweep, so none fails. */
function fail(error: unknown): never {
  throw error;
}

function isOperation(operations: Operations, name: string): name is keyof Operations {
  return Object.hasOwn(operations, name);
}

function numbered(name: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);
}
