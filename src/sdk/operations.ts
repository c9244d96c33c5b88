import { asJson, describeFailure, type OperationResult, type WorkflowEvent } from '../events/index.ts';
import { OperationFailedError } from './errors.ts';
import type { Replay } from './replay.ts';

type Called = { readonly name: string; resolve(value: unknown): void; reject(error: Error): void };

/**
 * What a workflow runs in place. Results are handed over one at a time and before any further event, in the order in
 * which the operations ended; the order is in the history, so that a replay hands them over likewise.
 */
export class Operations {
  readonly #replay: Replay;
  /** Results that history has, by position, in the order in which they came. */
  readonly #recorded = new Map<number, OperationResult>();
  readonly #called = new Map<number, Called>();
  readonly #running = new Map<number, Promise<void>>();
  /** Results that came during this activation, and were not handed over. */
  readonly #ended: { readonly position: number; readonly result: OperationResult }[] = [];

  constructor(replay: Replay) {
    this.#replay = replay;
  }

  /** An activation begins, with these events beyond those that are known. */
  begin(events: readonly WorkflowEvent[]): void {
    for (const { type, data } of events) {
      if (type === 'OPERATION_COMPLETED') this.#recorded.set(data.position, data.result);
    }
  }

  run(name: string, operation: () => unknown): Promise<unknown> {
    const { position } = this.#replay.call('operation', name);
    const promise = new Promise<unknown>((resolve, reject) => {
      this.#called.set(position, { name, resolve, reject });
    });
    promise.catch(() => undefined); // a failure nobody awaits is the workflow's business, not the process's
    if (!this.#recorded.has(position)) this.#running.set(position, this.#execute(position, operation));
    return promise;
  }

  /**
   * Hands over one more result, waiting for it if need be.
   *
   * @returns false if there is nothing to wait for
   */
  async handOver(): Promise<boolean> {
    for (const [position, result] of this.#called.size > 0 ? this.#recorded : []) {
      if (this.#called.has(position)) return this.#settle(position, result);
    }
    if (this.#ended.length === 0 && this.#running.size > 0) await Promise.race(this.#running.values());
    const ended = this.#ended.shift();
    if (!ended) return false;
    const { position, result } = ended;
    const name = this.#called.get(position)?.name ?? '';
    this.#replay.commands.push({ type: 'RECORD_OPERATION', position, name, result });
    return this.#settle(position, result);
  }

  async #execute(position: number, operation: () => unknown): Promise<void> {
    let result: OperationResult;
    try {
      const output = asJson(await operation());
      result = output === undefined ? {} : { output };
    } catch (thrown) {
      result = { error: describeFailure(thrown) };
    }
    this.#running.delete(position);
    this.#ended.push({ position, result });
  }

  #settle(position: number, result: OperationResult): true {
    const called = this.#called.get(position);
    this.#called.delete(position);
    if ('error' in result) called?.reject(new OperationFailedError(called.name, result.error));
    else called?.resolve(result.output);
    return true;
  }
}
