import { extname } from 'node:path';
import {
  campaign,
  type CampaignBounds,
  campaignByWorkers,
  type CampaignListener,
  type CorpusEntry,
  decodeToken,
  type Equipment,
  replay,
} from '../campaign/index.ts';
import type { CampaignPart, FindingRecord } from '../record/index.ts';
import { type Assignment, equip, resolve } from './assignment.ts';
import { type KeptRun, runCorpus } from './corpus.ts';

/** JavaScript's part of the memory of each worker, in megabytes. What the database uses comes besides. */
const MEMORY_MB = 1_024;
/** A worker without a sign of life for so long is given up. A run takes milliseconds, the longest some seconds. */
const HUNG_AFTER_MS = 60_000;
const THREAD = new URL(`./campaign-thread${extname(import.meta.url)}`, import.meta.url);

/** A campaign, from kept findings to the last run. */
export type Campaign = CampaignBounds & {
  readonly assignment: Assignment;
  /** How many workers make runs, each in a thread of its own; this thread does, if absent. */
  readonly jobs: number | undefined;
  /** Kept findings, which are run first. */
  readonly kept: readonly CorpusEntry[];
};

/** Watches a campaign that is conducted. Whoever is told of findings is shown their runs, whichever thread made them. */
export type ConductListener = CampaignListener & {
  /** What this thread runs on is there; workers see to theirs. */
  onReady(): void;
  /** Kept findings were run. */
  onCorpus(runs: readonly KeptRun[]): void;
};

/**
 * Runs kept findings, then a campaign, in this thread or by workers.
 *
 * @param note told what takes a while
 */
export async function conduct(
  { assignment, jobs, kept, ...bounds }: Campaign,
  listener: ConductListener,
  note: (line: string) => void,
  signal: AbortSignal,
): Promise<{ readonly part: CampaignPart; readonly corpus: readonly KeptRun[] }> {
  const own = new OwnEquipment(assignment, note);
  try {
    if (jobs === undefined) await own.get();
    listener.onReady();
    const corpus = kept.length === 0 ? [] : await runCorpus((await own.get()).plan.target, kept, signal);
    listener.onCorpus(corpus);
    if (jobs === undefined) {
      const { plan } = await own.get();
      return { part: await campaign({ ...plan, ...bounds }, listener, signal), corpus };
    }
    const shows = new Shows(own, listener);
    const { target } = assignment;
    const threads = { module: THREAD, assignment, memoryMb: MEMORY_MB };
    const part = await campaignByWorkers(
      { ...bounds, terms: resolve(assignment), target, threads, jobs, hungAfterMs: HUNG_AFTER_MS },
      { ...listener, onFinding: (finding) => shows.show(finding) },
      signal,
    );
    await shows.over;
    return { part, corpus };
  } finally {
    await own.close();
  }
}

/** The databases of this thread, booted when they are needed first. */
class OwnEquipment {
  readonly #assignment: Assignment;
  readonly #note: (line: string) => void;
  #equipment: Promise<Equipment> | undefined;

  constructor(assignment: Assignment, note: (line: string) => void) {
    this.#assignment = assignment;
    this.#note = note;
  }

  get(): Promise<Equipment> {
    this.#equipment ??= equip(this.#assignment, this.#note);
    return this.#equipment;
  }

  async close(): Promise<void> {
    const equipment = await this.#equipment?.catch(() => undefined); // what does not boot has told so, and is closed
    await equipment?.close();
  }
}

/** Does runs again that other threads have made, to show them: traces stay where they are. One after the other. */
class Shows {
  readonly #own: OwnEquipment;
  readonly #listener: CampaignListener;
  over: Promise<void> = Promise.resolve();

  constructor(own: OwnEquipment, listener: CampaignListener) {
    this.#own = own;
    this.#listener = listener;
  }

  show(finding: FindingRecord): void {
    if (!this.#listener.onFinding) return;
    this.over = this.over.then(async () => {
      const { plan } = await this.#own.get();
      const token = finding.shrunk?.token ?? finding.token;
      this.#listener.onFinding?.(finding, await replay(plan.target, decodeToken(token), plan.opinion));
    });
    this.over.catch(() => undefined); // whoever waits for the end is told
  }
}
