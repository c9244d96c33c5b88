import {
  type Chooser,
  type Footprint,
  keyOf,
  RandomRoot,
  races,
  type RunEnd,
  type TraceStep,
} from '../../sim/kernel/index.ts';

/**
 * Runs something, the same each time but for its choices. Each attempt at it makes a chooser of its own.
 *
 * @returns how it ended, and what it left
 */
export type Performance = (
  makeChooser: () => Chooser,
) => Promise<{ readonly end: RunEnd; readonly left: string }>;

/** Says whether it matters which of two steps is taken first. */
export type Judge = (one: Footprint | undefined, other: Footprint | undefined) => boolean;

/** A step that was taken, and what else could have been. */
type Taken = {
  readonly key: string;
  readonly actor: string;
  readonly label: string;
  readonly request: number;
  readonly isTime: boolean;
  readonly footprint: Footprint | undefined;
  /** Footprints of all requests that were ready, as they were before this step. */
  readonly ready: ReadonlyMap<number, Footprint | undefined>;
};

export type CommutationResult = {
  /** Steps of two actors next to each other, of which either could have been taken first. */
  readonly pairs: number;
  /** Those that do not race. */
  readonly commuting: number;
  readonly swapped: number;
  /** Swaps that made a difference, each told in some lines. */
  readonly differences: readonly string[];
};

/**
 * Takes pairs of neighbouring steps of different actors that do not race, swaps them, and lets everything else happen
 * in the same order: nobody may see a difference.
 *
 * @param most how many pairs are swapped
 */
export async function swapNeighbours(
  performance: Performance,
  makeChooser: () => Chooser,
  { most, seed, judge = races }: { readonly most: number; readonly seed: string; readonly judge?: Judge },
): Promise<CommutationResult> {
  let steps: Taken[] = [];
  const recorded = await performance(() => recording(makeChooser(), (taken) => (steps = taken)));
  const pairs = steps.flatMap((first, index) => {
    const second = steps[index + 1];
    const couldHaveSwapped =
      second &&
      !first.isTime &&
      !second.isTime &&
      first.actor !== second.actor &&
      first.ready.has(second.request);
    return couldHaveSwapped ? [{ index, first, second }] : [];
  });
  // As a strategy sees them that asks before the first step, or of each before it is taken.
  const commuting = pairs.filter(
    ({ first, second }) =>
      !judge(first.footprint, first.ready.get(second.request)) || !judge(first.footprint, second.footprint),
  );
  const random = new RandomRoot(seed).stream('swaps');
  // Those that race are in doubt, if the judge says otherwise; those that touch the same are next.
  const inDoubt = commuting.filter(({ first, second }) =>
    races(first.footprint, first.ready.get(second.request)),
  );
  const telling = commuting.filter((pair) => !inDoubt.includes(pair) && meet(pair));
  const trivial = commuting.filter((pair) => !inDoubt.includes(pair) && !meet(pair));
  const differences: string[] = [];
  let swapped = 0;
  while (swapped < most) {
    const from = [inDoubt, telling].find(({ length }) => length > 0) ?? trivial;
    if (from.length === 0) break;
    const [pair] = from.splice(random.below(from.length), 1);
    if (!pair) break;
    swapped += 1;
    const order = steps.map(({ key }) => key);
    const { index, first, second } = pair;
    order.splice(index, 2, second.key, first.key);
    let strayed: () => string | undefined = () => undefined;
    const again = await performance(() => {
      const inOrder = following(order);
      strayed = () => inOrder.strayedAt();
      return inOrder;
    });
    const difference =
      strayed() ??
      differenceOf(recorded.end, again.end) ??
      (recorded.left === again.left ? undefined : 'tables');
    if (difference === undefined) continue;
    differences.push(
      [
        `steps ${index + 1} and ${index + 2} were swapped: ${difference}`,
        ...[first, second].map(
          ({ actor, label, footprint }) =>
            `  ${actor}: ${label.replaceAll(/\s+/g, ' ')} ${JSON.stringify(footprint)}`,
        ),
      ].join('\n'),
    );
  }
  return { pairs: pairs.length, commuting: commuting.length, swapped, differences };
}

/** Whether two steps touch different parts of the same thing, or both only read it. */
function meet({ first, second }: { readonly first: Taken; readonly second: Taken }): boolean {
  const spaces = new Set(first.footprint?.map(({ space }) => space));
  return second.footprint?.some(({ space }) => spaces.has(space) && space !== 'tables in use') ?? false;
}

/** A chooser that notes what was taken. A run may be begun again: what counts is what was noted last. */
function recording(chooser: Chooser, noted: (steps: Taken[]) => void): Chooser {
  const steps: Taken[] = [];
  noted(steps);
  let ready: ReadonlyMap<number, Footprint | undefined> = new Map();
  return {
    choose(decision) {
      ready = new Map(decision.options.map(({ request, footprint }) => [request, footprint]));
      return chooser.choose(decision);
    },
    willStep(option) {
      chooser.willStep?.(option);
      const { actorName, label, request, isTime } = option;
      const footprint = isTime ? undefined : option.footprint;
      steps.push({ key: keyOf(option), actor: actorName, label, request, isTime, footprint, ready });
      ready = new Map();
    },
  };
}

/** Takes steps by their names. */
function following(order: readonly string[]): Chooser & { strayedAt(): string | undefined } {
  let next = 0;
  let strayed: string | undefined;
  return {
    strayedAt: () => strayed,
    choose({ options }) {
      const index = options.findIndex((option) => keyOf(option) === order[next]);
      return Math.max(index, 0);
    },
    willStep(option) {
      if (keyOf(option) !== order[next])
        strayed ??= `step ${next + 1} was ${keyOf(option)}, not ${order[next]}`;
      next += 1;
    },
  };
}

/** Who saw something else, if anybody did. */
function differenceOf(one: RunEnd, other: RunEnd): string | undefined {
  const [ones, others] = [seenByActor(one), seenByActor(other)];
  for (const [actor, seen] of ones) {
    const again = others.get(actor) ?? [];
    const at = seen.findIndex((each, index) => each !== again[index]);
    if (at >= 0) return `${actor} saw ${seen[at]}, and then ${again[at]}`;
  }
  return one.end === other.end ? undefined : `${one.end}, and then ${other.end}`;
}

function seenByActor({ trace }: RunEnd): ReadonlyMap<string, readonly string[]> {
  const seen = new Map<string, string[]>();
  for (const { actor, detail } of trace.steps) {
    if (detail.kind === 'time') continue;
    const known = seen.get(actor);
    if (known) known.push(seenOf(detail));
    else seen.set(actor, [seenOf(detail)]);
  }
  return seen;
}

/** All that a step told its actor. What PostgreSQL says of a deadlock names processes, which are whoever came first. */
function seenOf(detail: TraceStep['detail']): string {
  return JSON.stringify(detail).replaceAll(/"(?:message|detail)":"(?:[^"\\]|\\.)*"/g, '""');
}
