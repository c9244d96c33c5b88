import type { Access, Footprint, Performed, RequestedStep } from '../kernel/index.ts';
import { LostCallError } from './lost-call-error.ts';
import type { AnswerDetail } from './step-details.ts';

/** What is not known to leave them alone may cut connections: nobody else does. */
export const CONNECTIONS: Access = { space: 'connections', mode: 'read' };

type Response = { readonly value: string | undefined } | { readonly error: unknown };

/** A call under way. Nothing is shared between its two ends: requests and answers travel as JSON. */
export class Call {
  readonly operation: string;
  /** JSON. */
  readonly request: string;
  readonly #touched: Footprint;
  handler = '';
  server = '';
  /** The first one counts. */
  response: Response | undefined;

  /** @param touched what its caller touches when it goes on with the answer */
  constructor(operation: string, request: string, touched: Footprint) {
    this.operation = operation;
    this.request = request;
    this.#touched = touched;
  }

  /** Somebody answers, unless somebody else has. */
  respond(response: Response): void {
    this.response ??= response;
  }

  /** The caller learns that there will be no answer. */
  lose(what: string): void {
    this.response = { error: new LostCallError(this.operation, what) };
  }

  /** The delivery of the answer, once there is one. @param onDelivered told of it */
  answer(onDelivered: () => void): RequestedStep<unknown> {
    return {
      label: `answer to ${this.operation}`,
      isReady: () => this.response !== undefined,
      footprint: () => [CONNECTIONS, ...this.#touched],
      perform: () => {
        onDelivered();
        return this.#deliver();
      },
      mishaps: () => [
        {
          fault: 'lost-answer',
          perform: () => {
            this.lose('the answer was lost');
            onDelivered();
            return this.#deliver();
          },
        },
      ],
    };
  }

  #deliver(): Performed<unknown> {
    const { operation, handler, response } = this;
    if (!response) throw new Error(`${operation} was answered before its handler ended`);
    if ('error' in response) {
      const error = String(response.error);
      const isLost = response.error instanceof LostCallError;
      const detail: AnswerDetail = { kind: 'answer', operation, handler, response: { error } };
      return {
        outcome: { error: response.error },
        detail: isLost ? { ...detail, isLost } : detail,
        evidence: [operation, error],
      };
    }
    const text = response.value ?? 'null';
    const value: unknown = JSON.parse(text);
    const detail: AnswerDetail = { kind: 'answer', operation, handler, response: { value } };
    return { outcome: { value }, detail, evidence: [operation, text] };
  }
}
