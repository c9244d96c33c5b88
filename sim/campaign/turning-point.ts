import { type ChoiceLog, type Chooser, type Decision, host } from '../kernel/index.ts';
import { withChooser } from '../strategy/index.ts';
import type { Target } from '../target/index.ts';
import { run, type RunResult } from './run.ts';

/** Where a run was lost: up to there it could have ended well. */
export type TurningPoint = {
  /** The step after which no continuation that was tried kept every law; 0 if none did from the very start. */
  readonly step: number;
  /** How many continuations were tried after it. */
  readonly tried: number;
  /** Who had to go first to keep every law, had this step not been taken: an actor, or undefined for the default. */
  readonly savedBy: string | undefined;
  /** The run that kept every law, the same up to this step; undefined if there is none. */
  readonly saved: RunResult | undefined;
  /** Runs that it took to find out. */
  readonly runs: number;
};

/** Actors that are tried as the one who goes first, besides the default. */
const MOST_FAVOURITES = 12;

/**
 * Looks for the step with which a run was lost, by bisection. Prefixes of the run are done again and gone on with,
 * nothing going wrong any more: by the default schedule, and with each of those who could go on as the one who always
 * goes first. A prefix is lost if some law is broken in the end of each of them. That other schedules break one, too, is
 * likely and not proved; that the last continuation before the step keeps all was seen.
 *
 * @param budgetMs wall-clock time that it may take
 * @returns undefined if the time was up before
 */
export async function turningPoint(
  target: Target,
  { plan, choices, trace }: RunResult,
  budgetMs: number,
): Promise<TurningPoint | undefined> {
  const until = host.monotonicMs() + budgetMs;
  let runs = 0;
  /** What came of one continuation, if it kept every law, and who else could have gone first. */
  const attempt = async (
    steps: number,
    by?: string,
  ): Promise<{ kept?: RunResult; others: readonly string[] }> => {
    runs += 1;
    const { result, chooser } = await withChooser(
      () => new Continuation(choices, steps, by),
      (makeChooser) => run(target, plan, makeChooser),
    );
    const isBroken = result.violations.length > 0; // by whatever law: else it would not have ended well
    return { ...(isBroken ? {} : { kept: result }), others: chooser.whoCouldGoOn };
  };
  const tryAll = async (steps: number): Promise<Attempts> => {
    const byDefault = await attempt(steps);
    if (byDefault.kept) return { saved: byDefault.kept, by: undefined, tried: 1 };
    const favourites = byDefault.others.slice(0, MOST_FAVOURITES);
    for (const [index, by] of favourites.entries()) {
      const { kept } = await attempt(steps, by);
      if (kept) return { saved: kept, by, tried: index + 2 };
    }
    return { saved: undefined, by: undefined, tried: favourites.length + 1 };
  };
  let last = await tryAll(0);
  if (!last.saved) return { step: 0, tried: last.tried, savedBy: undefined, saved: undefined, runs };
  let [kept, lost] = [0, trace.steps.length];
  let tried = 1;
  while (lost - kept > 1) {
    if (host.monotonicMs() > until) return undefined;
    const middle = Math.floor((kept + lost) / 2);
    const attempts = await tryAll(middle);
    if (attempts.saved) [kept, last] = [middle, attempts];
    else [lost, tried] = [middle, attempts.tried];
  }
  return { step: lost, tried, savedBy: last.by, saved: last.saved, runs };
}

/** Continuations of a prefix: the one that kept every law, who went first in it, and how many there were up to it. */
type Attempts = {
  readonly saved: RunResult | undefined;
  readonly by: string | undefined;
  readonly tried: number;
};

/** Makes the choices of a log for so many steps; then nothing goes wrong, and somebody goes first wherever they can. */
class Continuation implements Chooser {
  /** Whose steps were possible at the first choice after those of the log. */
  whoCouldGoOn: readonly string[] = [];
  readonly #choices: ChoiceLog;
  readonly #steps: number;
  readonly #favourite: string | undefined;
  #next = 0;
  #isOnItsOwn = false;

  constructor(choices: ChoiceLog, steps: number, favourite: string | undefined) {
    this.#choices = choices;
    this.#steps = steps;
    this.#favourite = favourite;
  }

  choose({ step, options, plain }: Decision): number {
    if (step <= this.#steps) {
      const choice = this.#choices[this.#next] ?? 0;
      this.#next += 1;
      return choice;
    }
    const possible = options.slice(0, plain);
    if (!this.#isOnItsOwn) {
      this.#isOnItsOwn = true;
      const actors = possible.filter(({ isTime }) => !isTime).map(({ actorName }) => actorName);
      this.whoCouldGoOn = [...new Set(actors)];
    }
    return Math.max(
      0,
      possible.findIndex(({ actorName }) => actorName === this.#favourite),
    );
  }
}
