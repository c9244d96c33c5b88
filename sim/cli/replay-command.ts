import { violationText } from '../../reports/index.ts';
import { buildId, decodeToken, OWN_CODE, type Recording, replay, type RunResult } from '../campaign/index.ts';
import type { OwnScenario } from '../config/index.ts';
import { ReleaseWatch } from '../coverage/index.ts';
import { ENGINE_SCHEMA } from '../scenario/index.ts';
import type { Target } from '../target/index.ts';
import { chooseNamed } from './choose-named.ts';
import { EXIT } from './exit-code.ts';
import { replayOwn } from './own/replay-own.ts';
import { parseExports } from './run-exports.ts';
import { checkPage, type PageFlags, writeRunPage } from './run-page.ts';
import { checkDatabaseUrl, OPINIONS, TARGETS } from './targets.ts';
import { processTerminal } from './terminal.ts';
import { readToken } from './token-file.ts';
import { UsageError } from '../../src/cli/index.ts';

/** The flags of `skein replay`, as commander gives them. */
export type ReplayFlags = {
  readonly full: boolean;
  readonly anyBuild: boolean;
  readonly secondOpinion?: string;
  readonly databaseUrl?: string;
  readonly export?: readonly string[];
  /** Scenarios that the configuration brings. */
  readonly own?: readonly OwnScenario[];
  readonly color: boolean;
} & PageFlags;

/** Replays a recorded run, and tells what it broke. @returns the exit code. */
export async function replayCommand(tokenOrFile: string, flags: ReplayFlags): Promise<number> {
  const terminal = processTerminal(flags.color);
  const { paint } = terminal;
  checkPage(flags);
  const token = readToken(tokenOrFile, 'shrunk');
  const recording = decodeToken(token);
  if (recording.scenario.startsWith(OWN_CODE)) {
    for (const [flag, value] of [
      ['--export', flags.export],
      ['--html', flags.html],
    ] as const) {
      if (value !== undefined)
        throw new UsageError(`${flag} takes runs of the engine's scenarios; this is one of your own code`);
    }
    return await replayOwn(recording, token, flags, terminal);
  }
  const isForeign = checkBuild(recording, flags.anyBuild);
  const { secondOpinion } = flags;
  const bootOpinion =
    secondOpinion === undefined ? undefined : chooseNamed('second opinion', secondOpinion, OPINIONS);
  const bootTarget = chooseNamed('target', recording.target, TARGETS);
  checkDatabaseUrl(flags.databaseUrl, [bootTarget]);
  const exports = parseExports(flags.export);
  const target = await bootTarget.boot(ENGINE_SCHEMA, terminal.note, flags.databaseUrl);
  const opinion = await bootOpinion?.boot();
  try {
    let watch: ReleaseWatch | undefined;
    const run = await replay(target, recording, opinion, (chooser) => {
      watch = new ReleaseWatch(chooser);
      return watch;
    });
    for (const violation of run.violations.slice(0, 1)) {
      terminal.print(violationText(run, violation, { ...terminal, isFull: flags.full }));
      terminal.print('');
    }
    if (run.violations.length === 0) terminal.print(`${paint.green('✓ held')}  every law holds in this run`);
    const found = await asFound(tokenOrFile, recording, flags, target);
    await writeRunPage(flags, target, run, terminal, found && { found });
    if (run.hash === recording.hash) terminal.print(`replayed: the same trace, hash ${run.hash}`);
    else {
      terminal.print(`replayed: another trace, hash ${run.hash}; recorded was ${recording.hash}`);
      if (!isForeign) return EXIT.nondeterminism;
    }
    for (const { file, write } of exports) {
      write({ ...run, releases: watch?.releases ?? new Map() });
      terminal.print(`exported: ${file}`);
    }
    return run.violations.length > 0 ? EXIT.broken : EXIT.held;
  } finally {
    await opinion?.close();
    await target.close();
  }
}

/** A report's finding as it was found, for the page that has both, if it was shrunk. */
async function asFound(
  tokenOrFile: string,
  { hash }: Recording,
  { html, against }: PageFlags,
  target: Target,
): Promise<RunResult | undefined> {
  if (html === undefined || against !== undefined) return undefined;
  const found = decodeToken(readToken(tokenOrFile, 'found'));
  return found.hash === hash || found.target !== target.name ? undefined : await replay(target, found);
}

/** @returns whether other code made the token. @throws {UsageError} if it did, and may not have. */
export function checkBuild({ build }: Recording, isAnyAllowed: boolean): boolean {
  const isForeign = build !== buildId();
  if (!isForeign || isAnyAllowed) return isForeign;
  throw new UsageError(
    `the token was made by build ${build}, this is ${buildId()}: replay it there, or add --any-build to try here`,
  );
}
