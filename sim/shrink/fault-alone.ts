import type { Deviation, TakenStep } from '../strategy/index.ts';
import type { Search } from './search.ts';
import { partsOf, stepKind, withFault, withoutFault } from './step-name.ts';

/** Of the times that an actor is where it was when it happened, so many are tried. */
const MOST_TIMES = 4;

/**
 * One fault and nothing else, in a run that goes by the default: wherever a step comes that is like the one that went
 * wrong; or, if somebody dies or time jumps, wherever an actor is as far as it was then, whoever took the last step first.
 * Where the fault alone breaks the law, all else that the run found it by was a detour.
 */
export async function faultAlone(search: Search<unknown>): Promise<void> {
  const { candidate } = search.current;
  if (candidate.deviations.length <= 1) return;
  const { taken } = search.current.attempt;
  const faults = [...taken.entries()].filter(([, { isFault }]) => isFault);
  if (faults.length === 0) return;
  const stage = await search.stage(candidate.size);
  if (!stage) return;
  for (const [at, fault] of faults) {
    for (const deviation of placesFor(fault, taken.slice(0, at), stage)) {
      if (await search.simplify({ deviations: [deviation] })) return;
    }
  }
}

function placesFor(
  { name }: TakenStep,
  before: readonly TakenStep[],
  stage: readonly TakenStep[],
): readonly Deviation[] {
  const [, , occurrence, fault = ''] = partsOf(name);
  const steps = namesOf(stage);
  if (occurrence !== 0) {
    const kind = stepKind(withoutFault(name));
    return spread(steps.filter((each) => stepKind(each) === kind)).map((step) => ({
      before: step,
      take: withFault(step, fault),
    }));
  }
  const lastOfEach = new Map(namesOf(before).map((step) => [partsOf(step)[0], step]));
  const latest = namesOf(before)
    .filter((step) => lastOfEach.get(partsOf(step)[0]) === step)
    .toReversed();
  return [...new Set(latest.map(stepKind))]
    .flatMap((kind) => spread(after(kind, steps)))
    .map((step) => ({ before: step, take: name }));
}

function namesOf(steps: readonly TakenStep[]): readonly string[] {
  return steps.filter(({ isTime }) => !isTime).map(({ name }) => name);
}

/** What actors do next after a step of a kind. */
function after(kind: string, steps: readonly string[]): readonly string[] {
  const previous = new Map<string, string>();
  return steps.filter((step) => {
    const [actor] = partsOf(step);
    const isNext = previous.get(actor) === kind;
    previous.set(actor, stepKind(step));
    return isNext;
  });
}

/** Some of them, as far from each other as may be; those in the middle first. */
function spread<Each>(all: readonly Each[]): readonly Each[] {
  const middle = (all.length - 1) / 2;
  const distance = (place: number): number => Math.abs(place - middle);
  const count = Math.min(all.length, MOST_TIMES);
  return Array.from({ length: count }, (_, index) => Math.floor(((index + 0.5) * all.length) / count))
    .sort((one, other) => distance(one) - distance(other))
    .map((place) => all[place])
    .filter((each) => each !== undefined);
}
