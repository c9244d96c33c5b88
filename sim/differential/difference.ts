import { type Outcome, stepText } from './outcome.ts';

/** Two targets made different things of the same race and the same seed. */
export type Difference = {
  readonly race: string;
  readonly seed: string;
  readonly one: Outcome;
  readonly other: Outcome;
  /** Index of the first step that differs; as many as there are if the steps are the same, and what is left is not. */
  readonly at: number;
  /** What differs there, without names and numbers: differences with the same shape have the same cause, likely. */
  readonly shape: string;
};

/** @returns how two outcomes of the same race differ, or undefined if they do not. */
export function differenceOf(
  race: string,
  seed: string,
  one: Outcome,
  other: Outcome,
): Difference | undefined {
  if (one.hash === other.hash) return undefined;
  const length = Math.max(one.steps.length, other.steps.length);
  for (let at = 0; at < length; at += 1) {
    const [mine, theirs] = [one.steps[at], other.steps[at]];
    if (mine && theirs && stepText(mine) === stepText(theirs)) continue;
    return { race, seed, one, other, at, shape: shapeOf(one, other, at) };
  }
  const shape = one.end === other.end ? 'other rows are left' : `${one.end} and ${other.end}`;
  return { race, seed, one, other, at: length, shape };
}

function shapeOf(one: Outcome, other: Outcome, at: number): string {
  const [mine, theirs] = [one.steps[at], other.steps[at]];
  if (!mine || !theirs) return `one goes on, the other is ${(mine ? other : one).end}`;
  if (JSON.stringify(mine.options) !== JSON.stringify(theirs.options)) return 'other steps are possible';
  if (mine.detail.text !== theirs.detail.text) return 'another statement';
  return `${resultOf(mine)} and ${resultOf(theirs)} for ${mine.detail.text.replaceAll(/\s+/g, ' ')}`;
}

function resultOf({ detail }: Outcome['steps'][number]): string {
  if (detail.kind === 'wait') return 'a wait';
  return 'code' in detail.answer ? detail.answer.code : `${detail.answer.count} rows`;
}
