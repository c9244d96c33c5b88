import type { ChoiceLog, Chooser } from '../kernel/index.ts';

/** A choice log does not fit the run it is replayed on. */
export class ReplayDivergedError extends Error {
  override readonly name = 'ReplayDivergedError';
  /** The step at which it was found out. */
  readonly step: number;

  constructor(step: number, what: string) {
    super(`the replay left its recording at step ${step}: ${what}`);
    this.step = step;
  }
}

/**
 * Makes the choices of a log again, strictly.
 *
 * @throws {ReplayDivergedError} from `choose`, when the log has no choice left or names an option that is not there.
 */
export function replayChooser(choices: ChoiceLog): Chooser {
  let next = 0;
  return {
    choose({ step, options }) {
      const choice = choices[next];
      next += 1;
      if (choice === undefined) throw new ReplayDivergedError(step, 'the recording has no choice left');
      if (choice >= options.length) {
        throw new ReplayDivergedError(
          step,
          `it took option ${choice + 1}, and there are ${options.length} now`,
        );
      }
      return choice;
    },
  };
}
