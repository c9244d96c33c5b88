import { readFileSync } from 'node:fs';
import { violationText } from '../../reports/index.ts';
import { buildId, decodeToken, InvalidTokenError, type Recording, replay } from '../campaign/index.ts';
import { ENGINE_SCHEMA } from '../scenario/index.ts';
import { chooseNamed } from './choose-named.ts';
import { EXIT } from './exit-code.ts';
import { checkDatabaseUrl, OPINIONS, TARGETS } from './targets.ts';
import { processTerminal } from './terminal.ts';
import { UsageError } from '../../src/cli/index.ts';

/** The flags of `skein replay`, as commander gives them. */
export type ReplayFlags = {
  readonly full: boolean;
  readonly anyBuild: boolean;
  readonly secondOpinion?: string;
  readonly databaseUrl?: string;
  readonly color: boolean;
};

/** Replays a recorded run, and tells what it broke. @returns the exit code. */
export async function replayCommand(tokenOrFile: string, flags: ReplayFlags): Promise<number> {
  const terminal = processTerminal(flags.color);
  const { paint } = terminal;
  const recording = decodeToken(readToken(tokenOrFile));
  const isForeign = recording.build !== buildId();
  if (isForeign && !flags.anyBuild) {
    throw new UsageError(
      `the token was made by build ${recording.build}, this is ${buildId()}: replay it there, or add --any-build to try here`,
    );
  }
  const { secondOpinion } = flags;
  const bootOpinion =
    secondOpinion === undefined ? undefined : chooseNamed('second opinion', secondOpinion, OPINIONS);
  const bootTarget = chooseNamed('target', recording.target, TARGETS);
  checkDatabaseUrl(flags.databaseUrl, [bootTarget]);
  const target = await bootTarget.boot(ENGINE_SCHEMA, terminal.note, flags.databaseUrl);
  const opinion = await bootOpinion?.boot();
  try {
    const run = await replay(target, recording, opinion);
    for (const violation of run.violations.slice(0, 1)) {
      terminal.print(violationText(run, violation, { ...terminal, isFull: flags.full }));
      terminal.print('');
    }
    if (run.violations.length === 0) terminal.print(`${paint.green('✓ held')}  every law holds in this run`);
    if (run.hash === recording.hash) terminal.print(`replayed: the same trace, hash ${run.hash}`);
    else {
      terminal.print(`replayed: another trace, hash ${run.hash}; recorded was ${recording.hash}`);
      if (!isForeign) return EXIT.nondeterminism;
    }
    return run.violations.length > 0 ? EXIT.broken : EXIT.held;
  } finally {
    await opinion?.close();
    await target.close();
  }
}

/** A token as it is, or out of a file: alone, or as the first finding of a JSON report. */
function readToken(tokenOrFile: string): string {
  if (tokenOrFile.startsWith('sk1_')) return tokenOrFile;
  let text: string;
  try {
    text = readFileSync(tokenOrFile, 'utf8').trim();
  } catch {
    throw new UsageError(`"${tokenOrFile}" is neither a replay token (sk1_…) nor a file that can be read`);
  }
  if (!text.startsWith('{')) return text;
  const token = tokenOfReport(text);
  if (token === undefined) throw new InvalidTokenError(`${tokenOrFile} is a report without a finding`);
  return token;
}

function tokenOfReport(text: string): Recording['hash'] | undefined {
  try {
    const report = JSON.parse(text) as { readonly findings?: readonly { readonly token?: unknown }[] };
    const token = report.findings?.[0]?.token;
    return typeof token === 'string' ? token : undefined;
  } catch {
    throw new InvalidTokenError('the file begins like JSON and is none');
  }
}
