import { PLANTABLE } from '../../models/mutant/index.ts';
import { BEHAVIOUR_SCENARIOS } from '../behaviour/index.ts';
import type { Equipment, RunsPlan } from '../campaign/index.ts';
import type { FaultMode } from '../fault/index.ts';
import { ENGINE_SCHEMA, SCENARIOS, type Size } from '../scenario/index.ts';
import { chooseNamed } from './choose-named.ts';
import { chooseStrategy } from './choose-strategy.ts';
import { checkDatabaseUrl, OPINIONS, TARGETS } from './targets.ts';
import { UsageError } from '../../src/cli/index.ts';

/** What the runs of a campaign are, by names: it can be given to another thread. */
export type Assignment = {
  readonly target: string;
  readonly databaseUrl: string | undefined;
  readonly scenarios: readonly string[];
  /** Overrides the scenarios' own sizes. */
  readonly size: Partial<Size>;
  readonly strategy: string;
  readonly defect: string | undefined;
  readonly faults: FaultMode;
  readonly secondOpinion: string | undefined;
  /** Wall-clock milliseconds in which each finding is made simpler; not at all, if absent. */
  readonly shrinkMs: number | undefined;
};

/** What the names stand for, but for what has to be booted. @throws {UsageError} for a name that nothing has. */
export function resolve(assignment: Assignment): Omit<RunsPlan, 'target' | 'opinion'> {
  const { size, faults, shrinkMs } = assignment;
  const [first, ...others] = assignment.scenarios.map((name) =>
    chooseNamed('scenario', name, [...SCENARIOS, ...BEHAVIOUR_SCENARIOS]),
  );
  if (!first) throw new UsageError('--scenario needs a name');
  const defect =
    assignment.defect === undefined ? undefined : chooseNamed('defect', assignment.defect, PLANTABLE);
  checkDatabaseUrl(assignment.databaseUrl, [targetOf(assignment)]);
  opinionOf(assignment);
  const strategy = chooseStrategy(assignment.strategy);
  return { scenarios: [first, ...others], size, strategy, defect, faults, shrinkMs };
}

/** Boots the databases of an assignment. @param note told what takes a while */
export async function equip(assignment: Assignment, note: (line: string) => void): Promise<Equipment> {
  const resolved = resolve(assignment);
  const target = await targetOf(assignment).boot(ENGINE_SCHEMA, note, assignment.databaseUrl);
  const opinion = await opinionOf(assignment)?.boot();
  return {
    plan: { ...resolved, target, opinion },
    async close() {
      await opinion?.close();
      await target.close();
    },
  };
}

function targetOf({ target }: Assignment): (typeof TARGETS)[number] {
  return chooseNamed('target', target, TARGETS);
}

function opinionOf({ secondOpinion }: Assignment): (typeof OPINIONS)[number] | undefined {
  return secondOpinion === undefined ? undefined : chooseNamed('second opinion', secondOpinion, OPINIONS);
}
