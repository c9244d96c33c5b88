import type { Option } from '../kernel/index.ts';

/** So many kinds are told apart, more than there are statements. All that come later are the last one together. */
const MOST_KINDS = 16_384;
/** Actors whose kinds are remembered at a time. */
const MOST_ACTORS = 10_000;

/**
 * Numbers kinds of steps: who, without the numbers in its name, and what. `server-2/completeTask worker-1#3` and
 * `server-1/completeTask worker-2#1` are of one kind when they send the same statement.
 */
export class StepKinds {
  /** By the kind of actor, then by label. */
  readonly #kinds = new Map<string, Map<string, number>>();
  readonly #byActor = new Map<string, Map<string, number>>();
  /** By number. */
  readonly #names: string[] = [];

  /** From 0, below {@link StepKinds.most}. */
  numberOf({ actorName, label }: Pick<Option, 'actorName' | 'label'>): number {
    const labels = this.#byActor.get(actorName) ?? this.#labelsOf(actorName);
    const known = labels.get(label);
    if (known !== undefined) return known;
    if (this.#names.length >= MOST_KINDS - 1) return MOST_KINDS - 1;
    const number = this.#names.length;
    this.#names.push(`${kindOf(actorName)}\0${label}`);
    labels.set(label, number);
    return number;
  }

  /** What a kind is called by everybody: numbers are given as kinds come. */
  nameOf(number: number): string {
    return this.#names[number] ?? '';
  }

  static readonly most = MOST_KINDS;

  #labelsOf(actorName: string): Map<string, number> {
    const kind = kindOf(actorName);
    const labels = this.#kinds.get(kind) ?? new Map<string, number>();
    if (this.#names.length < MOST_KINDS - 1) this.#kinds.set(kind, labels);
    if (this.#byActor.size >= MOST_ACTORS) this.#byActor.clear();
    this.#byActor.set(actorName, labels);
    return labels;
  }
}

function kindOf(actorName: string): string {
  return actorName.replaceAll(/\d+/g, '');
}
