import { parentPort, workerData } from 'node:worker_threads';
import type { Place } from '../places.ts';
import { Player, type RunsPlan } from '../player.ts';
import type { Order, Report, WorkerData } from './messages.ts';
import { Pulse } from './pulse.ts';
import { undecidedOf } from './undecided-run-error.ts';

/** Things that a worker makes runs with, and how to let go of them. */
export type Equipment = { readonly plan: RunsPlan; close(): Promise<void> };

/**
 * What the thread of a worker does: makes the runs that it is told to, one after the other, and tells of each at once, so
 * that nothing is lost but the run that it does not survive. An error in a run that says nothing of the run ends the
 * thread.
 *
 * @param equip makes everything that the assignment names, which is what the thread was given
 */
export async function serve(equip: (assignment: unknown) => Promise<Equipment>): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error('a worker of a campaign is a thread of its own');
  const { assignment, pulse: shared } = workerData as WorkerData; // RemoteWorker gives exactly this
  const pulse = new Pulse(shared);
  const report = (message: Report): void => port.postMessage(message);
  const equipment = await equip(assignment);
  const worker = new LocalWorker(equipment.plan, pulse, report);
  let work: Promise<void> = Promise.resolve();
  port.on('message', (order: Order) => {
    if (order.type === 'stop' || order.type === 'hurry') worker.stop(order.type === 'hurry');
    else if (order.type === 'end') {
      work = work.then(async () => {
        await equipment.close();
        port.close(); // nothing is left to wait for: the thread ends
      });
    } else work = work.then(() => worker.obey(order));
  });
  report({ type: 'ready' });
}

/** Makes runs, and tells of them. */
class LocalWorker {
  readonly #player: Player;
  readonly #pulse: Pulse;
  readonly #report: (message: Report) => void;
  readonly #hurry = new AbortController();
  #isStopped = false;

  constructor(plan: RunsPlan, pulse: Pulse, report: (message: Report) => void) {
    this.#player = new Player({ ...plan, target: pulse.of(plan.target) });
    this.#pulse = pulse;
    this.#report = report;
  }

  stop(isHurried: boolean): void {
    this.#isStopped = true;
    if (isHurried) this.#hurry.abort();
  }

  async obey(order: Extract<Order, { type: 'play' | 'confirm' }>): Promise<void> {
    try {
      if (order.type === 'play') await this.#play(order.places);
      else {
        const { finding } = order;
        this.#pulse.running = finding.at;
        const { shrunk } = await this.#player.confirmRecorded(finding, this.#hurry.signal);
        this.#pulse.running = undefined;
        this.#report({ type: 'confirmed', finding, shrunk });
        this.#report({ type: 'done', left: [] });
      }
    } catch (error) {
      const undecided = undecidedOf(error);
      if (!undecided) throw error;
      this.#report({ type: 'undecided', undecided });
    }
  }

  async #play(places: readonly Place[]): Promise<void> {
    for (const [index, place] of places.entries()) {
      if (this.#isStopped) return this.#report({ type: 'done', left: places.slice(index) });
      this.#pulse.running = place.at;
      const { summary } = await this.#player.play(place);
      this.#report({ type: 'ran', summary });
      this.#pulse.running = undefined;
    }
    this.#report({ type: 'done', left: [] });
  }
}
