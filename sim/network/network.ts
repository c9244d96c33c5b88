import type { Transport } from '../../src/ports/index.ts';
import type { Actor, Footprint, RequestedStep, Simulation } from '../kernel/index.ts';

/** A request was delivered: a handler began to work on it. */
export type CallDetail = {
  readonly kind: 'call';
  readonly operation: string;
  readonly request: unknown;
  /** The actor that handles it. */
  readonly handler: string;
};

/** An answer was delivered. */
export type AnswerDetail = {
  readonly kind: 'answer';
  readonly operation: string;
  readonly handler: string;
  readonly response: { readonly value: unknown } | { readonly error: string };
};

/** A server replica: handles each request as an actor of its own. */
export type Server = {
  readonly name: string;
  handle(handler: Actor, operation: string, request: unknown): Promise<unknown>;
};

/** The network of one run. */
export class Network {
  readonly #simulation: Simulation;
  readonly #servers: readonly Server[];
  /** Calls that each caller has made, and of each operation. */
  readonly #calls = new Map<string, number>();
  #callers = 0;

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

  #count(what: string): number {
    const count = (this.#calls.get(what) ?? 0) + 1;
    this.#calls.set(what, count);
    return count;
  }

  /** A handler is named for its caller and which call it is of that one, so that nobody else's calls rename it. */
  #delivery(caller: Actor, turn: number, call: Call): RequestedStep<unknown> {
    return {
      label: `call ${call.operation}`,
      footprint: () => [], // a handler begins, which shares nothing with anybody
      perform: () => {
        const server = this.#servers[(turn + this.#count(caller.name)) % this.#servers.length];
        if (!server) throw new Error('a network without servers');
        const made = this.#count(`${call.operation} ${caller.name}`);
        call.handler = `${server.name}/${call.operation} ${caller.name}#${made}`;
        const request: unknown = JSON.parse(call.request);
        this.#simulation.spawn(call.handler, async (handler) => {
          try {
            call.response = { value: JSON.stringify(await server.handle(handler, call.operation, request)) };
          } catch (error) {
            call.response = { error };
          }
        });
        const detail: CallDetail = {
          kind: 'call',
          operation: call.operation,
          request,
          handler: call.handler,
        };
        return {
          outcome: { next: call.answer() },
          detail,
          evidence: [call.operation, call.request, call.handler],
        };
      },
    };
  }
}

/** A call under way. Nothing is shared between its two ends: requests and answers travel as JSON. */
class Call {
  readonly operation: string;
  readonly request: string;
  readonly #touched: Footprint;
  handler = '';
  response: { readonly value: string | undefined } | { readonly error: unknown } | undefined;

  constructor(operation: string, request: string, touched: Footprint) {
    this.operation = operation;
    this.request = request;
    this.#touched = touched;
  }

  /** The delivery of the answer, once there is one. */
  answer(): RequestedStep<unknown> {
    return {
      label: `answer to ${this.operation}`,
      isReady: () => this.response !== undefined,
      footprint: () => this.#touched,
      perform: () => {
        const { operation, handler, response } = this;
        if (!response) throw new Error(`${operation} was answered before its handler ended`);
        if ('error' in response) {
          const error = String(response.error);
          const detail: AnswerDetail = { kind: 'answer', operation, handler, response: { error } };
          return { outcome: { error: response.error }, detail, evidence: [operation, error] };
        }
        const text = response.value ?? 'null';
        const value: unknown = JSON.parse(text);
        const detail: AnswerDetail = { kind: 'answer', operation, handler, response: { value } };
        return { outcome: { value }, detail, evidence: [operation, text] };
      },
    };
  }
}
