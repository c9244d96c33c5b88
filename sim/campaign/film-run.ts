import { type Releases, ReleaseWatch } from '../coverage/index.ts';
import { Camera, type Film, TableWatch } from '../film/index.ts';
import { replayChooser, ReplayDivergedError } from '../strategy/index.ts';
import type { Target } from '../target/index.ts';
import { run, type RunResult } from './run.ts';

/** A run, and what somebody saw who looked at its database after every step. */
export type FilmedRun = {
  readonly run: RunResult;
  readonly film: Film;
  /** For each step, the one that made it possible. */
  readonly releases: Releases;
  /** Whether looking at the tables made it another run: then it was filmed without them. */
  readonly wasDisturbed: boolean;
};

/**
 * Does a run again, choice by choice, and films it. That it was the same run all the same is not taken for granted: its
 * hash says so, and if it does not, the run is filmed again without a look at the tables.
 *
 * @throws {ReplayDivergedError} when the choices do not fit.
 */
export async function filmRun(target: Target, { plan, choices, hash }: RunResult): Promise<FilmedRun> {
  const filmed = async (isWatched: boolean): Promise<Omit<FilmedRun, 'wasDisturbed'>> => {
    let camera: Camera | undefined;
    let watch: ReleaseWatch | undefined;
    const again = await run(target, plan, () => {
      // Made for each attempt: a run may be done again from the start.
      watch = new ReleaseWatch(replayChooser(choices));
      camera = new Camera(watch, isWatched ? TableWatch.on(target) : undefined);
      return camera;
    });
    if (!camera || !watch) throw new Error('a run had no chooser');
    return { run: again, film: camera.develop(), releases: watch.releases };
  };
  const first = await filmed(true).catch((error: unknown) => {
    if (error instanceof ReplayDivergedError) return undefined; // another run, by whatever was the cause
    throw error;
  });
  if (first?.run.hash === hash) return { ...first, wasDisturbed: false };
  const second = await filmed(false);
  return { ...second, wasDisturbed: second.run.hash === hash };
}
