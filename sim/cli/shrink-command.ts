import { replayCommand, shrunkText, violationText } from '../../reports/index.ts';
import {
  decodeToken,
  NondeterminismError,
  type Recording,
  replay,
  type RunResult,
  type ShrunkFinding,
  shrinkRun,
  shrunkRecordOf,
} from '../campaign/index.ts';
import type { SecondOpinion } from '../opinion/index.ts';
import { ENGINE_SCHEMA } from '../scenario/index.ts';
import type { Target } from '../target/index.ts';
import { chooseNamed } from './choose-named.ts';
import { EXIT } from './exit-code.ts';
import { onInterrupt } from './interruption.ts';
import { parseDuration } from './parse.ts';
import { checkBuild, type ReplayFlags } from './replay-command.ts';
import { checkPage, writeRunPage } from './run-page.ts';
import { checkDatabaseUrl, OPINIONS, TARGETS } from './targets.ts';
import { processTerminal, type Terminal } from './terminal.ts';
import { readToken } from './token-file.ts';

/** The flags of `skein shrink`, as commander gives them. */
export type ShrinkFlags = Omit<ReplayFlags, 'full'> & { readonly for: string };

/** Makes a recorded run simpler, and tells what is left. @returns the exit code. */
export async function shrinkCommand(tokenOrFile: string, flags: ShrinkFlags): Promise<number> {
  const terminal = processTerminal(flags.color);
  checkPage(flags);
  const ms = parseDuration('--for', flags.for);
  const recording = decodeToken(readToken(tokenOrFile, 'found'));
  checkBuild(recording, flags.anyBuild);
  const interruption = new AbortController();
  const stop = onInterrupt(interruption, terminal);
  try {
    return await withRun(recording, flags, terminal, async (target, run) => {
      if (run.violations.length === 0) {
        terminal.print(
          `${terminal.paint.green('✓ held')}  every law holds in this run: there is nothing to shrink`,
        );
        return EXIT.held;
      }
      const shrunk = await shrinkRun(target, run, {
        ms,
        runs: Number.POSITIVE_INFINITY,
        signal: interruption.signal,
      });
      tellShrunk(run, shrunk, terminal);
      await writeRunPage(flags, target, shrunk?.run ?? run, terminal, shrunk && { found: run, cut: shrunk });
      return interruption.signal.aborted ? EXIT.interrupted : EXIT.broken;
    });
  } finally {
    stop();
  }
}

/** Replays a recording on its target, and does something with the run before the target is closed. */
export async function withRun(
  recording: Recording,
  flags: Pick<ReplayFlags, 'secondOpinion' | 'databaseUrl' | 'anyBuild'>,
  { note }: Terminal,
  use: (target: Target, run: RunResult) => Promise<number>,
): Promise<number> {
  const { secondOpinion } = flags;
  const bootOpinion =
    secondOpinion === undefined ? undefined : chooseNamed('second opinion', secondOpinion, OPINIONS);
  const bootTarget = chooseNamed('target', recording.target, TARGETS);
  checkDatabaseUrl(flags.databaseUrl, [bootTarget]);
  const target = await bootTarget.boot(ENGINE_SCHEMA, note, flags.databaseUrl);
  let opinion: SecondOpinion | undefined;
  try {
    opinion = await bootOpinion?.boot();
    const run = await replay(target, recording, opinion);
    if (run.hash !== recording.hash && !flags.anyBuild) {
      throw new NondeterminismError({ ...run, hash: recording.hash }, run);
    }
    return await use(target, run);
  } finally {
    await opinion?.close();
    await target.close();
  }
}

function tellShrunk(run: RunResult, shrunk: ShrunkFinding | undefined, terminal: Terminal): void {
  const { print, note, paint } = terminal;
  const [violation] = run.violations;
  if (shrunk)
    print(
      `${violationText(shrunk.run, shrunk.violation, terminal)}\n\n${shrunkText(shrunkRecordOf(shrunk), paint)}`,
    );
  else if (violation) {
    note('this run does not break the same law when only its deviations from the default are replayed');
    print(violationText(run, violation, terminal));
  }
  if (shrunk) print(`\n  replay: ${paint.cyan(replayCommand(shrunk.token, run.plan.opinion?.name))}`);
}
