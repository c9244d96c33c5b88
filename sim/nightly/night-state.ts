import { type ClaimTerms, Tally } from '../campaign/index.ts';
import type { CampaignPart, FindingRecord, NightRecord } from '../record/index.ts';
import { JOURNAL_VERSION, type JournalEntry, type NightPlan } from './journal-entry.ts';
import type { Share } from './shares.ts';
import { Stretch } from './stretch.ts';

type Probe = NightRecord['canary'];

/** What of a night is done: the sum of its journal. */
export class NightState {
  readonly plan: NightPlan;
  readonly rungs: Probe[] = [];
  readonly stretches = new Map<string, Stretch>();
  corpus: NightRecord['campaign']['corpus'] | undefined;
  canary: Probe | undefined;
  shares: readonly Share[] | undefined;
  /** How long the night has been going on, all its processes together, in milliseconds. */
  nightMs = 0;
  isOver = false;
  readonly #terms: ClaimTerms;
  readonly #tally: Tally;
  readonly #findings = new Map<string, FindingRecord>();
  readonly #simplified = new Map<string, FindingRecord['shrunk']>();
  #elapsedMs = 0;
  #firstFindingMs: number | null = null;

  /** @param terms what is run, as far as adding up needs it */
  constructor(plan: NightPlan, terms: ClaimTerms) {
    this.plan = plan;
    this.#terms = terms;
    this.#tally = new Tally(terms, plan.targets[0].name);
  }

  /** Takes what was done next. */
  take(entry: JournalEntry): void {
    switch (entry.type) {
      case 'night':
        break;
      case 'corpus':
        this.corpus = entry.corpus;
        break;
      case 'canary':
        this.canary = entry.probe;
        break;
      case 'rung':
        this.rungs.push(entry.probe);
        break;
      case 'shares':
        this.shares = entry.shares;
        break;
      case 'stretch':
        this.stretches.set(entry.target, new Stretch(entry.target, entry.from));
        this.nightMs = entry.nightMs;
        break;
      case 'runs':
        this.#takeRuns(entry);
        break;
      case 'simplified':
        this.#simplified.set(entry.signature, entry.shrunk);
        break;
      case 'end':
        this.isOver = true;
        break;
    }
  }

  get runs(): number {
    return this.#tally.runs;
  }

  /** What is known of a signature; undefined if no run has shown it. */
  finding(signature: string): FindingRecord | undefined {
    return this.#findings.get(signature);
  }

  /** Findings of which nobody has said yet how simple they get. */
  get unsimplified(): readonly FindingRecord[] {
    return [...this.#findings.values()].filter(({ signature }) => !this.#simplified.has(signature));
  }

  /** The first place that no run has had. */
  get end(): number {
    return Math.max(0, ...[...this.stretches.values()].map(({ end }) => end));
  }

  /** A tally for more runs on a target. */
  tallyFor(target: string): Tally {
    return new Tally(this.#terms, target);
  }

  /** What all runs came to. */
  part(isInterrupted: boolean): CampaignPart {
    for (const [signature, shrunk] of this.#simplified) this.#tally.simplify(signature, shrunk);
    return this.#tally.part({
      startedAt: this.plan.startedAt,
      elapsedMs: this.#elapsedMs,
      firstFindingMs: this.#firstFindingMs,
      interrupted: isInterrupted,
    });
  }

  /** The shortest journal that leads here. */
  entries(): readonly JournalEntry[] {
    const { plan, corpus, canary, shares, nightMs } = this;
    const stretches = [...this.stretches.values()];
    const part = this.part(false);
    return [
      { type: 'night', version: JOURNAL_VERSION, plan },
      ...(corpus ? [{ type: 'corpus' as const, corpus }] : []),
      ...(canary ? [{ type: 'canary' as const, probe: canary }] : []),
      ...this.rungs.map((probe) => ({ type: 'rung' as const, probe })),
      ...(shares ? [{ type: 'shares' as const, shares: [...shares] }] : []),
      ...stretches.flatMap(({ target, from, next, beyond }, index) => [
        { type: 'stretch' as const, target, from, nightMs },
        // What runs came to is told once: it is a sum.
        {
          type: 'runs' as const,
          target,
          next,
          beyond: [...beyond],
          nightMs,
          part: index === 0 ? part : this.tallyFor(target).part(noTimes(plan)),
        },
      ]),
      ...Array.from(this.#simplified, ([signature, shrunk]) => ({
        type: 'simplified' as const,
        signature,
        shrunk,
      })),
    ];
  }

  #takeRuns({ target, next, beyond, part, nightMs }: Extract<JournalEntry, { type: 'runs' }>): void {
    this.stretches.get(target)?.skipTo(next, beyond);
    this.#tally.merge(part);
    for (const finding of part.findings) {
      if (!this.#findings.has(finding.signature)) this.#findings.set(finding.signature, finding);
    }
    if (part.firstFindingMs !== null) this.#firstFindingMs ??= this.#elapsedMs + part.firstFindingMs;
    this.#elapsedMs += part.elapsedMs;
    this.nightMs = nightMs;
  }
}

/** Of runs that are told of elsewhere. */
function noTimes({ startedAt }: NightPlan) {
  return { startedAt, elapsedMs: 0, firstFindingMs: null, interrupted: false };
}
