import { LADDER } from '../../models/defect/index.ts';
import type { CampaignListener } from '../campaign/index.ts';
import { host } from '../kernel/index.ts';
import type { CampaignRecord, FindingRecord } from '../record/index.ts';
import type { Scenario } from '../scenario/index.ts';
import type { Target } from '../target/index.ts';
import { Batches } from './batches.ts';
import { exercisedBy } from './exercised.ts';
import type { Journal } from './journal.ts';
import { climb, sendCanary } from './probes.ts';
import { type ShareGrounds, sharesOf, turnsOf } from './shares.ts';
import { Stretch } from './stretch.ts';

/** Some runs of a night, one after the other or side by side, on one target. */
export type Play = {
  readonly target: string;
  /** Names, in the order of their turns: the n-th seed is run on the n-th of them, and round again. */
  readonly scenarios: readonly string[];
  readonly seeds: Iterable<string>;
  /** Places among the seeds that are not to be run. */
  readonly isDone: (at: number) => boolean;
  /** Wall-clock milliseconds after which no run is begun any more. */
  readonly budgetMs: number | undefined;
};

/** What a night is kept with. */
export type NightPorts = {
  /** Where bugs are planted and scenarios looked at. */
  readonly target: Target;
  readonly scenarios: readonly Scenario[];
  /** Runs the findings that are kept. */
  runCorpus(signal: AbortSignal): Promise<CampaignRecord['corpus']>;
  play(play: Play, listener: CampaignListener, signal: AbortSignal): Promise<unknown>;
  /** Makes a finding simpler. */
  simplify(finding: FindingRecord, signal: AbortSignal): Promise<FindingRecord['shrunk']>;
  /** What speaks for some scenarios, but for what they exercise, which the night finds out itself. */
  grounds(): Omit<ShareGrounds, 'exercised'>;
};

/** Watches a night. */
export type NightListener = CampaignListener & {
  /** Something else than runs begins: a word for it. */
  onStage(stage: string): void;
};

/**
 * Does what a night has to do and what its journal does not say is done: kept findings, the canary, the ladder, shares,
 * then runs on each target, until time or seeds are over or `signal` is aborted. Whatever is done is in the journal.
 *
 * @throws {NondeterminismError | UndecidedRunError} when a run did something that no seed decides.
 */
export async function keepNight(
  journal: Journal,
  ports: NightPorts,
  listener: NightListener,
  signal: AbortSignal,
): Promise<void> {
  const night = new Night(journal, ports, listener, signal);
  await night.prepare();
  for (const { name } of journal.state.plan.targets) await night.playOn(name);
  await night.simplify();
}

class Night {
  readonly #journal: Journal;
  readonly #ports: NightPorts;
  readonly #listener: NightListener;
  readonly #signal: AbortSignal;
  /** When the night was begun, if it had been one process. */
  readonly #begun: number;

  constructor(journal: Journal, ports: NightPorts, listener: NightListener, signal: AbortSignal) {
    this.#journal = journal;
    this.#ports = ports;
    this.#listener = listener;
    this.#signal = signal;
    this.#begun = host.monotonicMs() - journal.state.nightMs;
  }

  /** All that comes before runs. */
  async prepare(): Promise<void> {
    const { state } = this.#journal;
    const { target } = this.#ports;
    const { seed } = state.plan;
    if (!state.corpus) {
      this.#listener.onStage('kept findings');
      const corpus = await this.#ports.runCorpus(this.#signal);
      if (!this.#signal.aborted) this.#journal.add({ type: 'corpus', corpus });
    }
    if (!state.canary) {
      this.#listener.onStage('canary');
      const probe = await sendCanary(target, seed, this.#signal);
      if (probe) this.#journal.add({ type: 'canary', probe });
    }
    const rungs = state.plan.climbs ? LADDER.slice(state.rungs.length) : [];
    for (const rung of rungs) {
      this.#listener.onStage(rung.name);
      const probe = await climb(target, rung, seed, this.#signal);
      if (!probe) return;
      this.#journal.add({ type: 'rung', probe });
    }
    if (!state.shares) await this.#share();
  }

  /** Makes the runs of a target's part of the night, as far as they are not made. */
  async playOn(target: string): Promise<void> {
    const { state } = this.#journal;
    if (!state.shares || this.#signal.aborted) return;
    const { seed, budgetMs } = state.plan;
    const { from, until, untilMs } = this.#boundsOf(target);
    let stretch = state.stretches.get(target);
    if (!stretch) {
      const nightMs = Math.round(host.monotonicMs() - this.#begun);
      this.#journal.add({ type: 'stretch', target, from: from ?? state.end, nightMs });
      stretch = state.stretches.get(target) ?? new Stretch(target, 0);
    }
    const left = untilMs - (host.monotonicMs() - this.#begun);
    if (stretch.next >= until || left <= 0) return;
    const known = stretch;
    const batches = new Batches(this.#journal, stretch, this.#begun);
    try {
      await this.#ports.play(
        {
          target,
          scenarios: turnsOf(state.shares),
          seeds: seedsFrom(seed, until),
          isDone: (at) => known.isDone(at),
          budgetMs: budgetMs === null ? undefined : left,
        },
        {
          ...this.#listener,
          onRun: (run, progress) => {
            batches.add(run);
            this.#listener.onRun?.(run, progress);
          },
          onLost: (run) => {
            batches.lose(run);
            this.#listener.onLost?.(run);
          },
          onFinding: (finding, run) => {
            const { signature, shrunk } = finding;
            this.#journal.add({ type: 'simplified', signature, shrunk });
            this.#listener.onFinding?.(finding, run);
          },
        },
        this.#signal,
      );
    } finally {
      batches.flush();
    }
  }

  /** Makes those findings simpler that nobody came to: a process that found them has ended before. */
  async simplify(): Promise<void> {
    for (const finding of this.#journal.state.unsimplified) {
      if (this.#signal.aborted) return;
      const shrunk = await this.#ports.simplify(finding, this.#signal);
      this.#journal.add({ type: 'simplified', signature: finding.signature, shrunk });
      this.#listener.onFinding?.({ ...finding, shrunk }, undefined);
    }
  }

  async #share(): Promise<void> {
    this.#listener.onStage('shares');
    const { target, scenarios } = this.#ports;
    const given = this.#ports.grounds();
    const exercised =
      given.touched.size === 0
        ? new Map<string, ReadonlySet<string>>()
        : await exercisedBy(target, scenarios, this.#journal.state.plan.seed, this.#signal);
    if (this.#signal.aborted) return;
    const names = scenarios.map(({ name }) => name);
    this.#journal.add({ type: 'shares', shares: [...sharesOf(names, { ...given, exercised })] });
  }

  /** Of a target's part: its first place and the one behind its last, where runs are counted; its end, where time is. */
  #boundsOf(target: string): { from: number | undefined; until: number; untilMs: number } {
    const { targets, runs, budgetMs } = this.#journal.state.plan;
    const whole = targets.reduce((sum, { part }) => sum + part, 0);
    const index = targets.findIndex(({ name }) => name === target);
    const before = targets.slice(0, index).reduce((sum, { part }) => sum + part, 0) / whole;
    const after = before + (targets[index]?.part ?? 0) / whole;
    return {
      from: runs === null ? undefined : Math.round(runs * before),
      until: runs === null ? Number.MAX_SAFE_INTEGER : Math.round(runs * after),
      untilMs: budgetMs === null ? Number.POSITIVE_INFINITY : budgetMs * after,
    };
  }
}

/** `seed/0`, `seed/1`, …: places are told by their numbers. */
function* seedsFrom(seed: string, count: number): Iterable<string> {
  for (let at = 0; at < count; at += 1) yield `${seed}/${at}`;
}
