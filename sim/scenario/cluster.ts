import type { Defect } from '../../models/defect/index.ts';
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
import type { Transport } from '../../src/ports/index.ts';
import type { AnyWorkflow } from '../../src/sdk/index.ts';
import { answerLabel } from '../../src/serve/index.ts';
import { sweeper } from '../../src/server/index.ts';
import { worker } from '../../src/worker/index.ts';
import {
  type Access,
  type Actor,
  clockOf,
  type Footprint,
  type Simulation,
  spawnOf,
} from '../kernel/index.ts';
import { Network, type Server } from '../network/index.ts';
import { simulatedPool, type Target } from '../target/index.ts';
import type { Scenario, Size } from './scenario.ts';

/** What a worker was told of a result it reported. */
export type Acknowledgement = Evidence['acknowledged'][number];

/** Whether clients have ended: any of their answers may be the last one, and workers and sweepers look at it. */
const CLIENTS: Access = { space: 'clients', mode: 'read' };

/** Few enough that a worker has to replay now and then what it did not keep. */
const KEPT_WORKFLOWS = 2;

/** A cluster of the engine's real code: server replicas, workers and clients, each an actor of one simulation. */
export class Cluster {
  readonly acknowledged: Acknowledgement[] = [];
  /** Operations with their answers, and sweeps that found something: what the run came by. */
  readonly signs = new Set<string>();
  readonly failures: { actor: string; message: string }[] = [];
  /** What workers can run. */
  workflows: readonly AnyWorkflow[] = [];
  readonly #simulation: Simulation;
  readonly #target: Target;
  readonly #defect: Defect | undefined;
  /** Whoever goes on until told that all is over. */
  readonly #helpers: { stop(): void }[] = [];
  #clients = 0;

  constructor(simulation: Simulation, target: Target, defect: Defect | undefined) {
    this.#simulation = simulation;
    this.#target = target;
    this.#defect = defect;
  }

  /** Puts everybody on stage; nothing runs before the simulation does. */
  populate(scenario: Scenario, size: Size): void {
    const workload = scenario.workload(size);
    this.workflows = workload.workflows;
    const planted = this.#defect?.applyToWorkflow?.bind(this.#defect);
    const running = planted ? workload.workflows.map(planted) : workload.workflows;
    const servers = numbered('server', size.servers).map((name) => this.#server(name));
    const network = new Network(this.#simulation, servers);

    this.#clients = workload.clients.length;
    for (const [index, body] of workload.clients.entries()) {
      const name = workload.clients.length === 1 ? 'client' : `client-${index + 1}`;
      this.#simulation.spawn(name, async (actor) => {
        const operations = this.#remote(network.transport(actor, [{ ...CLIENTS, key: name, mode: 'write' }]));
        try {
          const clock = clockOf(actor);
          await body(client({ operations, clock, random: actor.random }), clock, operations);
        } catch (error) {
          this.failures.push({ actor: name, message: String(error) });
        }
        this.#clientEnded();
      });
    }
    for (const [index, name] of numbered('worker', size.workers).entries()) {
      const apart = workload.tasksApart?.[index % workload.tasksApart.length] ?? [];
      this.#simulation.spawn(name, (actor) => {
        const started = worker({
          name,
          operations: this.#remote(network.transport(actor, [CLIENTS])),
          clock: clockOf(actor),
          spawn: spawnOf(actor),
          queues: ['default'],
          workflows: running,
          tasks: [...workload.tasks, ...apart],
          concurrency: { workflows: 1, tasks: size.tasks },
          keptWorkflows: index % 2 === 0 ? KEPT_WORKFLOWS : 0, // one goes on where the other replays
        });
        return this.#runToTheEnd(started);
      });
    }
    if (!workload.needsSweeps) return;
    for (const name of numbered('sweeper', size.servers)) {
      this.#simulation.spawn(name, (actor) => {
        const ports = this.#ports(actor, [CLIENTS]);
        const engine = createSweeps(ports);
        const sweeps = this.#noting(this.#defect?.applyToSweeps?.(engine, ports) ?? engine);
        return this.#runToTheEnd(sweeper({ sweeps, clock: clockOf(actor), onError: fail }));
      });
    }
  }

  #runToTheEnd(helper: { run(): Promise<void>; stop(): void }): Promise<void> {
    this.#helpers.push(helper);
    if (this.#clients === 0) helper.stop(); // whoever it was for has ended before it began
    return helper.run();
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
    const sql = simulatedPool(actor, this.#target, touched);
    return { sql: this.#defect?.applyToSql?.(sql) ?? sql, random: actor.random };
  }

  /** Sweeps that leave a sign when they found something to do. */
  #noting(sweeps: Sweeps): Sweeps {
    const entries = SWEEP_NAMES.map((name) => [
      name,
      async (request: SweepRequest) => {
        const answer = await sweeps[name](request);
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

  /** When the last client has what it came for, all others finish what they are doing and go home. */
  #clientEnded(): void {
    this.#clients -= 1;
    if (this.#clients > 0) return;
    for (const each of this.#helpers) each.stop();
  }
}

/** What an answer says, in one word: of a submission, how the workflow stands now. */
function labelOf(answer: unknown): string {
  if (typeof answer === 'object' && answer !== null && 'status' in answer) return String(answer.status);
  return answerLabel(answer);
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
