import { host } from '../../kernel/index.ts';
import type { CampaignPart, FindingRecord, LostRun } from '../../record/index.ts';
import type { CampaignBounds, CampaignListener } from '../campaign.ts';
import { CampaignClock } from '../campaign-clock.ts';
import type { ClaimTerms } from '../claim-tally.ts';
import { type Place, placesOf } from '../places.ts';
import type { RunSummary } from '../run-summary.ts';
import { Tally } from '../tally.ts';
import { Feed } from './feed.ts';
import { InOrder } from './in-order.ts';
import type { Report } from './messages.ts';
import { type Accident, RemoteWorker, type ThreadPlan } from './remote-worker.ts';
import { errorOf } from './undecided-run-error.ts';

/** A campaign whose runs are made by workers, each in a thread with a database of its own. */
export type WorkersPlan = CampaignBounds & {
  /** What is run, as far as adding up needs it. */
  readonly terms: ClaimTerms;
  /** Name of the database under test. */
  readonly target: string;
  readonly threads: ThreadPlan;
  /** How many workers. */
  readonly jobs: number;
  /** Wall-clock milliseconds without a sign of life after which a worker is given up. Signs come with each run. */
  readonly hungAfterMs: number;
};

/** Seeds that a worker is given at a time: some tens of milliseconds' work. */
const BATCH = 4;
/** How many times that it is given, so that it never waits for the next ones. */
const MOST_ORDERS = 2;
/** No seed is handed out so many places after one that is not done: what is kept meanwhile is bounded. */
const MOST_AHEAD = 5_000;
/** How often workers are looked at, in milliseconds. */
const TICK_MS = 250;

/** How long a worker's database may take to come up: the very first one makes the image of all others. */
const BOOT_MS = 300_000;

/** What became of a seed. */
type Outcome = { readonly summary?: RunSummary; readonly lost?: LostRun };

/**
 * Makes the runs of a campaign by several workers. What comes of it is what one would have come to: runs are added up in
 * the order of their seeds, and what each of them is depends on its seed and place alone. A worker that crashes, hangs or
 * runs out of memory costs the run that it was at, and is replaced.
 *
 * Ends as {@link campaign} does; with `signal`, when every worker has ended the run that it is at. No thread is left.
 *
 * @throws {NondeterminismError | UndecidedRunError} when a run did something that no seed decides.
 * @throws {Error} when a worker's database does not come up.
 */
export async function campaignByWorkers(
  plan: WorkersPlan,
  listener: CampaignListener,
  signal: AbortSignal,
): Promise<CampaignPart> {
  return await new Crew(plan, listener, signal).work();
}

class Crew {
  readonly #plan: WorkersPlan;
  readonly #listener: CampaignListener;
  readonly #signal: AbortSignal;
  readonly #tally: Tally;
  readonly #feed: Feed;
  readonly #clock = new CampaignClock();
  readonly #workers = new Set<RemoteWorker>();
  readonly #order = new InOrder<Outcome>();
  /** The number of each place that was handed out. */
  readonly #numbers = new Map<number, number>();
  /** Findings that somebody is to make sure of. */
  readonly #unconfirmed: FindingRecord[] = [];
  #isStopped = false;
  #isEnding = false;
  #failure: Error | undefined;
  #finish: () => void = () => undefined;

  constructor(plan: WorkersPlan, listener: CampaignListener, signal: AbortSignal) {
    this.#plan = plan;
    this.#listener = listener;
    this.#signal = signal;
    this.#tally = new Tally(plan.terms, plan.target);
    this.#feed = new Feed(placesOf(plan));
  }

  async work(): Promise<CampaignPart> {
    const interrupt = (): void => this.#stop();
    this.#signal.addEventListener('abort', interrupt);
    const ticker = host.setInterval(() => this.#tick(), TICK_MS);
    try {
      await new Promise<void>((resolve) => {
        this.#finish = resolve;
        if (this.#signal.aborted) this.#stop();
        this.#start();
        this.#proceed();
      });
      if (this.#failure) throw this.#failure;
      for (const outcome of this.#order.rest()) this.#take(outcome);
      return this.#tally.part(this.#clock.times(this.#signal.aborted));
    } finally {
      host.clearInterval(ticker);
      this.#signal.removeEventListener('abort', interrupt);
      await Promise.all([...this.#workers].map((worker) => worker.terminate()));
    }
  }

  #start(): void {
    this.#workers.add(
      new RemoteWorker(this.#plan.threads, {
        onReport: (worker, report) => this.#hear(worker, report),
        onEnd: (worker, accident) => this.#ended(worker, accident),
      }),
    );
  }

  #hear(worker: RemoteWorker, report: Report): void {
    if (report.type === 'ran') this.#settle(report.summary.at, { summary: report.summary });
    if (report.type === 'confirmed') this.#confirmed(report.finding, report.shrunk);
    if (report.type === 'undecided') this.#fail(errorOf(report.undecided));
    if (report.type === 'done') {
      for (const { at } of report.left) worker.places.delete(at);
    }
    this.#proceed();
    if (report.type === 'ready') this.#startOthers();
  }

  /** Others come when whatever is made once and kept is there, and if there is more to do than one is given at a time. */
  #startOthers(): void {
    while (this.#workers.size < this.#plan.jobs && !this.#feed.isDry && !this.#isOver) this.#start();
  }

  /** Gives work to those who have little, and ends those for whom there is none. */
  #proceed(): void {
    for (const worker of this.#workers) {
      while (worker.isReady && worker.orders < MOST_ORDERS && !this.#isEnding) {
        const finding = worker.confirming ? undefined : this.#unconfirmed.shift();
        if (finding) worker.confirm(finding);
        else if (!this.#give(worker)) break;
      }
    }
    if (this.#isOver && !this.#isEnding) this.#end();
  }

  /** @returns whether there was something to give. */
  #give(worker: RemoteWorker): boolean {
    if (this.#isStopped || this.#order.span >= MOST_AHEAD) return false;
    if (this.#clock.elapsedMs() >= (this.#plan.budgetMs ?? Number.POSITIVE_INFINITY)) this.#stop();
    const places = this.#feed.take(BATCH);
    if (places.length === 0) return false;
    for (const { at } of places) if (!this.#numbers.has(at)) this.#numbers.set(at, this.#order.number());
    worker.play(places);
    return true;
  }

  /** Whether everything is done. */
  get #isOver(): boolean {
    const isAtWork = [...this.#workers].some(({ orders }) => orders > 0);
    return this.#failure !== undefined || (!isAtWork && this.#unconfirmed.length === 0 && this.#feed.isDry);
  }

  #settle(at: number, outcome: Outcome): void {
    const number = this.#numbers.get(at);
    if (number === undefined) return;
    this.#numbers.delete(at);
    for (const each of this.#order.put(number, outcome)) this.#take(each);
  }

  /** Adds up what became of a seed. Seeds come in their order. */
  #take({ summary, lost }: Outcome): void {
    const { bail = Number.POSITIVE_INFINITY } = this.#plan;
    if (this.#tally.failedRuns >= bail) return; // one worker would not have run it
    if (lost) this.#lose(lost);
    if (!summary) return;
    const found = this.#tally.add(summary);
    if (found) {
      this.#clock.found();
      this.#unconfirmed.push(found);
    }
    this.#listener.onRun?.(summary, this.#tally);
    if (this.#tally.failedRuns >= bail) this.#stop();
  }

  #lose(run: LostRun): void {
    this.#tally.lose(run);
    this.#listener.onLost?.(run);
  }

  #confirmed({ signature }: FindingRecord, shrunk: FindingRecord['shrunk']): void {
    const finding = this.#tally.simplify(signature, shrunk);
    if (finding) this.#listener.onFinding?.(finding, undefined);
  }

  /** Has no run begun any more. */
  #stop(): void {
    this.#isStopped = true;
    this.#feed.close();
    for (const worker of this.#workers) worker.stop(this.#signal.aborted);
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#stop();
  }

  #end(): void {
    this.#isEnding = true;
    for (const worker of this.#workers) {
      if (worker.isReady && !this.#failure) worker.end();
      else void worker.terminate();
    }
    if (this.#workers.size === 0) this.#finish();
  }

  #tick(): void {
    const { hungAfterMs, budgetMs = Number.POSITIVE_INFINITY } = this.#plan;
    const patience = { coming: BOOT_MS / TICK_MS, working: Math.ceil(hungAfterMs / TICK_MS) };
    for (const worker of this.#workers) worker.lookAt(patience);
    if (!this.#isStopped && this.#clock.elapsedMs() >= budgetMs) this.#stop();
    this.#proceed();
  }

  #ended(worker: RemoteWorker, accident: Accident | undefined): void {
    this.#workers.delete(worker);
    if (accident && !this.#isEnding) this.#replace(worker, accident);
    if (this.#isEnding && this.#workers.size === 0) this.#finish();
    else this.#proceed();
  }

  /** A worker is lost: with it the run that it was at, but none of those that it was still to make. */
  #replace(worker: RemoteWorker, { why, message, error, wasReady }: Accident): void {
    if (!wasReady) return this.#fail(error ?? new Error(`a worker did not come up: ${message}`));
    const { running, confirming } = worker;
    const lost = running === undefined ? undefined : (worker.places.get(running) ?? confirming);
    const left = [...worker.places.values()].filter(({ at }) => at !== running);
    if (!this.#isStopped) this.#feed.giveBack(left);
    if (lost && confirming === lost)
      this.#lose(this.#lostRun(lost, why, message)); // its first run was added up
    else if (lost) this.#settle(lost.at, { lost: this.#lostRun(lost, why, message) });
    if (confirming) this.#confirmed(confirming, null);
    if (!this.#isOver) this.#start();
  }

  #lostRun({ at, seed }: Place, why: LostRun['why'], message: string): LostRun {
    const { scenarios } = this.#plan.terms;
    const scenario = scenarios[at % scenarios.length]?.name ?? '';
    return { at, seed, scenario, target: this.#plan.target, why, message };
  }
}
