import { existsSync, readdirSync } from 'node:fs';
import { PLANTABLE } from '../../models/mutant/index.ts';
import { UsageError } from '../../src/cli/index.ts';
import { buildId } from '../campaign/index.ts';
import { host } from '../kernel/index.ts';
import { currentCommit, type NightPlan, readPlan } from '../nightly/index.ts';
import { ENGINE_SCHEMA, SCENARIOS } from '../scenario/index.ts';
import { chooseNamed } from './choose-named.ts';
import { journalFile, nightFolder } from './night-files.ts';
import { parseCount, parseDuration } from './parse.ts';
import { checkDatabaseUrl, TARGETS } from './targets.ts';

/** The flags of `skein nightly`, as commander gives them. */
export type NightlyFlags = {
  readonly out: string;
  readonly resume: boolean;
  readonly for?: string;
  readonly runs?: string;
  readonly seed?: string;
  readonly scenario?: readonly string[];
  readonly targets?: string;
  readonly databaseUrl?: string;
  readonly defect?: string;
  readonly jobs?: string;
  /** False for `--no-ladder`. */
  readonly ladder?: boolean;
  /** False for `--no-shrink`. */
  readonly shrink?: boolean;
  readonly shrinkFor?: string;
  /** False for `--no-corpus`. */
  readonly corpus?: string | boolean;
  readonly color: boolean;
};

const FOR = '30m';
const SHRINK_FOR = '10s';
/** A server answers more slowly than a database in the process, and is there to see whether the two agree. */
const PARTS: Readonly<Record<string, number>> = { pglite: 4, postgres: 1 };

/** A new night, as the flags have it. @throws {UsageError} when they do not fit */
export async function newNight(flags: NightlyFlags, note: (line: string) => void): Promise<NightPlan> {
  const { defect, runs } = flags;
  const startedAt = new Date(host.now()).toISOString();
  const id = `${startedAt.slice(0, 19).replaceAll(':', '-')}Z`;
  const scenarios = (flags.scenario ?? SCENARIOS.map(({ name }) => name)).map(
    (name) => chooseNamed('scenario', name, SCENARIOS).name,
  );
  const budget = flags.for ?? (runs === undefined ? FOR : undefined);
  const plan = {
    id,
    build: buildId(),
    commit: currentCommit(process.cwd()) ?? null,
    startedAt,
    seed: flags.seed ?? id,
    scenarios,
    defect: defect === undefined ? null : chooseNamed('defect', defect, PLANTABLE).name,
    climbs: flags.ladder !== false,
    budgetMs: budget === undefined ? null : parseDuration('--for', budget),
    runs: runs === undefined ? null : parseCount('--runs', runs),
    shrinkMs: flags.shrink === false ? null : parseDuration('--shrink-for', flags.shrinkFor ?? SHRINK_FOR),
  };
  if (!/^[\w./-]{1,64}$/.test(plan.seed))
    throw new UsageError('--seed takes up to 64 letters, digits and any of . / - _');
  if (existsSync(nightFolder(flags.out, id)))
    throw new UsageError(`${nightFolder(flags.out, id)} is there already: a night a second at most`);
  return { ...plan, targets: await targetsFor(flags, note) };
}

/** The latest night that is not over. @throws {UsageError} when there is none, or other code has begun it */
export function unfinishedNight({ out, ...flags }: NightlyFlags): NightPlan {
  const given = (['for', 'runs', 'seed', 'scenario', 'targets', 'defect'] as const).find(
    (name) => flags[name] !== undefined,
  );
  if (given !== undefined) {
    throw new UsageError(`--resume goes on with what the night was begun with: leave out --${given}`);
  }
  const ids = existsSync(out) ? readdirSync(out).toSorted().toReversed() : [];
  for (const id of ids) {
    const file = journalFile(out, id);
    if (!existsSync(file)) continue;
    const { plan, isOver } = readPlan(file);
    if (isOver) continue;
    if (plan.build !== buildId()) {
      throw new UsageError(
        `night ${id} was begun by build ${plan.build}, this is ${buildId()}: go on there, or begin a new one`,
      );
    }
    return plan;
  }
  throw new UsageError(`--resume: there is no night in ${out} that is not over`);
}

/** Those that are named; or PGlite, and PostgreSQL where it is there. */
async function targetsFor(
  { targets, databaseUrl }: NightlyFlags,
  note: (line: string) => void,
): Promise<NightPlan['targets']> {
  const [first, ...others] =
    targets === undefined
      ? ['pglite', ...((await isThere('postgres', databaseUrl, note)) ? ['postgres'] : [])]
      : targets.split(',').map((name) => chooseNamed('target', name.trim(), TARGETS).name);
  if (first === undefined) throw new UsageError('--targets needs a name');
  const all = [first, ...others];
  if (new Set(all).size < all.length) throw new UsageError(`--targets ${targets}: name each once`);
  checkDatabaseUrl(
    databaseUrl,
    TARGETS.filter(({ name }) => all.includes(name)),
  );
  const partOf = (name: string) => ({ name, part: PARTS[name] ?? 1 });
  return [partOf(first), ...others.map(partOf)];
}

async function isThere(
  name: string,
  databaseUrl: string | undefined,
  note: (line: string) => void,
): Promise<boolean> {
  try {
    const target = await chooseNamed('target', name, TARGETS).boot(ENGINE_SCHEMA, note, databaseUrl);
    await target.close();
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    note(`without ${name}: ${reason}`);
    return false;
  }
}
