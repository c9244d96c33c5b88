import { PLANTABLE } from '../../models/mutant/index.ts';
import type { SecondOpinion } from '../opinion/index.ts';
import { BEHAVIOUR_SCENARIOS } from '../behaviour/index.ts';
import { SCENARIOS } from '../scenario/index.ts';
import type { Chooser } from '../kernel/index.ts';
import { replayChooser } from '../strategy/index.ts';
import type { Target } from '../target/index.ts';
import { buildId } from './build-id.ts';
import { OWN_CODE, type Recording } from './replay-token.ts';
import { run, type RunPlan, type RunResult } from './run.ts';

/** A recording cannot be replayed by this build. */
export class ForeignRecordingError extends Error {
  override readonly name = 'ForeignRecordingError';
}

/** Describes a run so that it can be done again. */
export function record(target: Target, { plan, hash, choices }: RunResult): Recording {
  return {
    build: buildId(),
    target: target.name,
    scenario: plan.scenario.name,
    ...plan.size,
    seed: plan.seed,
    defect: plan.defect?.name,
    faults: plan.faults && { names: plan.faults.names, most: plan.faults.most },
    hash,
    choices,
  };
}

/**
 * The plan of a recording.
 *
 * @throws {ForeignRecordingError} when this build does not know its scenario or defect.
 */
export function planOf(recording: Recording): RunPlan {
  if (recording.scenario.startsWith(OWN_CODE)) {
    const name = recording.scenario.slice(OWN_CODE.length);
    throw new ForeignRecordingError(`the token is of "${name}": run its file with SKEIN_REPLAY=<token>`);
  }
  const scenario = [...SCENARIOS, ...BEHAVIOUR_SCENARIOS].find(({ name }) => name === recording.scenario);
  if (!scenario) throw new ForeignRecordingError(`this build has no scenario ${recording.scenario}`);
  const defect = PLANTABLE.find(({ name }) => name === recording.defect);
  if (recording.defect !== undefined && !defect) {
    throw new ForeignRecordingError(`this build has no defect ${recording.defect}`);
  }
  const { tasks, workers, servers, seed, faults } = recording;
  return { scenario, size: { tasks, workers, servers }, seed, defect, faults };
}

/**
 * Does a recorded run again, choice by choice.
 *
 * @param opinion another database that is asked what the run must have left
 * @param watch sees the choices that are made again, and makes no other ones
 * @throws {ReplayDivergedError} when the choices do not fit.
 */
export function replay(
  target: Target,
  recording: Recording,
  opinion?: SecondOpinion,
  watch: (chooser: Chooser) => Chooser = (chooser) => chooser,
): Promise<RunResult> {
  return run(target, { ...planOf(recording), opinion }, () => watch(replayChooser(recording.choices)));
}
