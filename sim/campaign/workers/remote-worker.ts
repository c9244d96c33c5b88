import type { Worker } from 'node:worker_threads';
import { startThread } from '../../kernel/index.ts';
import type { FindingRecord, LostRun } from '../../record/index.ts';
import type { Place } from '../places.ts';
import type { Order, Report, WorkerData } from './messages.ts';
import { Pulse } from './pulse.ts';

/** How a worker's thread is made. */
export type ThreadPlan = {
  /** A module that calls `serve`. */
  readonly module: URL;
  /** What `serve` is given there: data. */
  readonly assignment: unknown;
  /** Megabytes that JavaScript may use in each thread; what the database uses is not counted. */
  readonly memoryMb: number;
};

/** Told by a worker. */
export type WorkerListener = {
  onReport(worker: RemoteWorker, report: Report): void;
  /** The thread has ended, as it was told to, or not. */
  onEnd(worker: RemoteWorker, accident: Accident | undefined): void;
};

/** Why a thread ended that should not have. */
export type Accident = Pick<LostRun, 'why' | 'message'> & {
  /** What ended it, if that was an error. */
  readonly error: Error | undefined;
  /** Whether its database had come up. */
  readonly wasReady: boolean;
};

/** How many looks a thread that hangs has to end when it is told to. */
const TICKS_TO_END = 40;

/** A worker in a thread of its own, as others see it: what it has been told to do, and whether it is alive. */
export class RemoteWorker {
  /** Seeds that it has not told of yet, in the order in which it runs them. */
  readonly places = new Map<number, Place>();
  /** The finding that it is making sure of. */
  confirming: FindingRecord | undefined;
  readonly #thread: Worker;
  readonly #pulse = new Pulse();
  #orders = 0;
  #isReady = false;
  #isEnding = false;
  #isHung = false;
  #error: Error | undefined;
  /** Told when the thread has ended, or is given up. */
  readonly #end: (code: number) => void;
  #isOver = false;
  #ticksToEnd = TICKS_TO_END;
  #beats = 0;
  #silentTicks = 0;

  constructor({ module, assignment, memoryMb }: ThreadPlan, listener: WorkerListener) {
    const workerData: WorkerData = { assignment, pulse: this.#pulse.shared };
    this.#thread = startThread(module, {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
    this.#thread.on('message', (report: Report) => {
      if (report.type === 'ready') this.#isReady = true;
      if (report.type === 'done') this.#orders -= 1;
      if (report.type === 'confirmed') this.confirming = undefined;
      if (report.type === 'ran') this.places.delete(report.summary.at);
      listener.onReport(this, report);
    });
    this.#thread.on('error', (error) => (this.#error = error));
    this.#end = (code) => {
      if (this.#isOver) return;
      this.#isOver = true;
      listener.onEnd(this, this.#accident(code));
    };
    this.#thread.on('exit', this.#end);
  }

  /** Orders that it has not said to be done. */
  get orders(): number {
    return this.#orders;
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  /** The place of the seed that it runs; undefined if it runs none. */
  get running(): number | undefined {
    return this.#pulse.running;
  }

  play(places: readonly Place[]): void {
    for (const place of places) this.places.set(place.at, place);
    this.#orders += 1;
    this.#send({ type: 'play', places });
  }

  confirm(finding: FindingRecord): void {
    this.confirming = finding;
    this.#orders += 1;
    this.#send({ type: 'confirm', finding });
  }

  /** Has it begin no run any more; nor make anything simpler, if it is to hurry. */
  stop(isHurried: boolean): void {
    this.#send({ type: isHurried ? 'hurry' : 'stop' });
  }

  /** Has it close its database, and end. */
  end(): void {
    this.#isEnding = true;
    this.#send({ type: 'end' });
  }

  /** Ends it at once, whatever it is doing. */
  async terminate(): Promise<void> {
    this.#isEnding = true;
    await this.#thread.terminate();
  }

  /**
   * Looks whether it is alive; called from time to time.
   *
   * @param patience how often it may be found without a sign of life: while its database comes up, and then while there
   *   is something to do
   */
  lookAt(patience: { readonly coming: number; readonly working: number }): void {
    const { beats } = this.#pulse;
    const isIdle = this.#isReady && this.#orders === 0 && !this.#isEnding;
    this.#silentTicks = isIdle || beats !== this.#beats ? 0 : this.#silentTicks + 1;
    this.#beats = beats;
    if (this.#isHung) {
      this.#ticksToEnd -= 1;
      if (this.#ticksToEnd > 0) return;
      this.#thread.unref(); // blocked in a system call it ends when that does, or never
      this.#end(0);
      return;
    }
    if (this.#silentTicks < (this.#isReady ? patience.working : patience.coming)) return;
    this.#isHung = true;
    void this.#thread.terminate();
  }

  #accident(code: number): Accident | undefined {
    const wasReady = this.#isReady;
    const error = this.#error;
    if (this.#isHung) {
      return { why: 'hung', message: 'no sign of life', error, wasReady };
    }
    if (error) {
      const isMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      const [message = ''] = error.message.split('\n');
      return { why: isMemory ? 'out of memory' : 'crashed', message, error, wasReady };
    }
    if (this.#isEnding) return undefined;
    return { why: 'crashed', message: `its thread ended with exit code ${code}`, error, wasReady };
  }

  #send(order: Order): void {
    this.#thread.postMessage(order);
  }
}
