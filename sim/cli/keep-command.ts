import { UsageError } from '../../src/cli/index.ts';
import { decodeToken, keep, shrinkRun, signatureOf, writeKept } from '../campaign/index.ts';
import { CORPUS } from './corpus.ts';
import { EXIT } from './exit-code.ts';
import { parseDuration } from './parse.ts';
import { checkBuild } from './replay-command.ts';
import { withRun } from './shrink-command.ts';
import { processTerminal } from './terminal.ts';
import { readToken } from './token-file.ts';

/** The flags of `skein keep`, as commander gives them. */
export type KeepFlags = {
  readonly label?: string;
  readonly corpus?: string;
  readonly for: string;
  readonly databaseUrl?: string;
  readonly anyBuild: boolean;
  readonly color: boolean;
};

/** Keeps a finding in the corpus, as short as it can be made: campaigns run it first. @returns the exit code. */
export async function keepCommand(tokenOrFile: string, flags: KeepFlags): Promise<number> {
  const terminal = processTerminal(flags.color);
  const ms = parseDuration('--for', flags.for);
  if (flags.label?.trim() === '') throw new UsageError('--label takes a text: what the finding is about');
  const recording = decodeToken(readToken(tokenOrFile, 'shrunk'));
  checkBuild(recording, flags.anyBuild);
  return await withRun(recording, flags, terminal, async (target, run) => {
    const signature = signatureOf(run);
    if (signature === undefined)
      throw new UsageError('every law holds in this run: there is nothing to keep');
    const shrunk = await shrinkRun(target, run, { ms, runs: Number.POSITIVE_INFINITY });
    if (!shrunk)
      throw new UsageError('this run cannot be kept: its deviations alone do not break the same law');
    const law = signature.split(':')[0];
    const label =
      flags.label ?? `${recording.scenario} ${recording.defect ?? law} ${shrunk.run.hash.slice(0, 8)}`;
    const kept = keep(label, decodeToken(shrunk.token), shrunk.token, shrunk.deviations, signature);
    terminal.print(`kept as ${writeKept(flags.corpus ?? CORPUS, kept)}`);
    return EXIT.held;
  });
}
