import type { Transport } from '../../src/ports/index.ts';
import type { Actor, Footprint, Performed, RequestedStep, Simulation } from '../kernel/index.ts';
import { Call, CONNECTIONS } from './call.ts';
import { LostCallError } from './lost-call-error.ts';
import type { CallDetail, LostCallDetail } from './step-details.ts';

/** A server replica: handles each request as an actor of its own. */
export type Server = {
  readonly name: string;
  handle(handler: Actor, operation: string, request: unknown): Promise<unknown>;
};

/** How long a request is held up, in virtual milliseconds: longer than most leases of a run with faults. */
const DELAY_MS = 8_000;
/** How long a server cannot be reached, likewise: shorter than a lease, so that no task is lost to it more than once. */
const PARTITION_MS = 4_000;

type NetworkBlow = { readonly fault: string; readonly label: string; happen(): void };

/** The network of one run. */
export class Network {
  readonly #simulation: Simulation;
  readonly #servers: readonly Server[];
  /** Calls that each caller has made, and of each operation. */
  readonly #calls = new Map<string, number>();
  #callers = 0;
  /** Calls that wait for their answers. */
  readonly #open = new Set<Call>();
  /** Handlers that are at work, by their names. */
  readonly #handlers = new Map<string, Call>();
  /** Servers that cannot be reached. */
  readonly #unreachable = new Set<string>();

  /** @param servers at least one; each caller goes round them */
  constructor(simulation: Simulation, servers: readonly Server[]) {
    this.#simulation = simulation;
    this.#servers = servers;
  }

  /**
   * An actor's way to the servers: the delivery of a request is a step, that of its answer another.
   *
   * @param touched what others touch, too, of whatever the caller does with an answer before its next step; nothing,
   * if absent
   */
  transport(caller: Actor, touched: Footprint = []): Transport {
    const turn = this.#callers;
    this.#callers += 1;
    return {
      call: (operation, request) =>
        caller.step(this.#delivery(caller, turn, new Call(operation, JSON.stringify(request), touched))),
    };
  }

  /** Faults out of some that can happen to connections, besides what can go wrong with a message. */
  *blows(among: ReadonlySet<string>): Iterable<NetworkBlow> {
    for (const { name } of among.has('partition') ? this.#servers : []) {
      if (this.#unreachable.has(name)) continue;
      yield { fault: 'partition', label: `${name} cannot be reached`, happen: () => this.#cut(name) };
    }
    for (const call of among.has('abandoned-call') ? this.#open : []) {
      if (call.response !== undefined) continue;
      yield {
        fault: 'abandoned-call',
        label: `hung up on ${call.handler}`,
        happen: () => call.lose('the caller has hung up'),
      };
    }
  }

  get serverNames(): readonly string[] {
    return this.#servers.map(({ name }) => name);
  }

  /** Whether a server works on something. */
  isBusy(server: string): boolean {
    return [...this.#handlers.values()].some((call) => call.server === server);
  }

  /** A server dies: so do its handlers, and their callers are told that nobody will answer. @returns who died */
  crash(server: string): readonly string[] {
    const handlers: string[] = [];
    for (const [handler, call] of this.#handlers) {
      if (call.server !== server) continue;
      handlers.push(handler);
      this.#handlers.delete(handler);
      this.#simulation.kill(handler);
      call.respond({ error: new LostCallError(call.operation, `${server} has died`) });
    }
    return handlers;
  }

  /** For some time whoever calls the server, or waits for its answer, is told that it cannot be reached. */
  #cut(server: string): void {
    this.#unreachable.add(server);
    for (const call of this.#open) {
      if (call.server === server) call.lose(`${server} cannot be reached`);
    }
    const name = `partition of ${server}#${this.#count(`partition ${server}`)}`;
    this.#simulation.spawn(name, async (actor) => {
      await actor.sleep(PARTITION_MS);
      this.#unreachable.delete(server);
    });
  }

  #count(what: string): number {
    const count = (this.#calls.get(what) ?? 0) + 1;
    this.#calls.set(what, count);
    return count;
  }

  /** A handler is named for its caller and which call it is of that one, so that nobody else's calls rename it. */
  #delivery(caller: Actor, turn: number, call: Call): RequestedStep<unknown> {
    let isHeldUp = false;
    const { operation } = call;
    const label = `call ${operation}`;
    const step: RequestedStep<unknown> = {
      label,
      footprint: () => [CONNECTIONS], // a handler begins, which shares nothing with anybody
      isReady: () => !isHeldUp,
      perform: () => this.#deliver(caller, turn, call),
      mishaps: () => [
        { fault: 'dropped-call', perform: () => drop(call, 'the request was lost') },
        {
          fault: 'duplicated-call',
          perform: () => {
            const delivered = this.#deliver(caller, turn, call);
            if ('next' in delivered.outcome) this.#handle(call, secondOf(call.handler));
            return delivered;
          },
        },
        {
          fault: 'delayed-call',
          perform: () => {
            isHeldUp = true;
            const name = `delay of ${caller.name}#${this.#count(`delay ${caller.name}`)}`;
            this.#simulation.spawn(name, async (actor) => {
              await actor.sleep(DELAY_MS);
              isHeldUp = false;
            });
            const detail: LostCallDetail = { kind: 'delayed-call', operation };
            return { outcome: { next: step }, detail, evidence: [operation] };
          },
        },
      ],
    };
    return step;
  }

  #deliver(caller: Actor, turn: number, call: Call): Performed<unknown> {
    const { operation } = call;
    const server = this.#servers[(turn + this.#count(caller.name)) % this.#servers.length];
    if (!server) throw new Error('a network without servers');
    if (this.#unreachable.has(server.name)) return drop(call, `${server.name} cannot be reached`);
    const made = this.#count(`${operation} ${caller.name}`);
    call.server = server.name;
    call.handler = `${server.name}/${operation} ${caller.name}#${made}`;
    this.#open.add(call);
    const forget = caller.holds(() => void this.#open.delete(call));
    this.#handle(call, call.handler);
    const request: unknown = JSON.parse(call.request);
    const detail: CallDetail = { kind: 'call', operation, request, handler: call.handler };
    const answer = call.answer(() => {
      forget();
      this.#open.delete(call);
    });
    return { outcome: { next: answer }, detail, evidence: [operation, call.request, call.handler] };
  }

  #handle(call: Call, name: string): void {
    const server = this.#servers.find((each) => each.name === call.server);
    const request: unknown = JSON.parse(call.request);
    this.#handlers.set(name, call);
    this.#simulation.spawn(name, async (handler) => {
      try {
        call.respond({ value: JSON.stringify(await server?.handle(handler, call.operation, request)) });
      } catch (error) {
        call.respond({ error });
      } finally {
        this.#handlers.delete(name);
      }
    });
  }
}

/** Who handles a call that arrives for the second time. */
export function secondOf(handler: string): string {
  return `${handler} again`;
}

function drop({ operation }: Call, what: string): Performed<unknown> {
  const error = new LostCallError(operation, what);
  const detail: LostCallDetail = { kind: 'lost-call', operation };
  return { outcome: { error }, detail, evidence: [operation, what] };
}
