import { writeFileSync } from 'node:fs';
import { UsageError } from '../../src/cli/index.ts';
import { mergeBlobs, readBlob } from '../campaign/index.ts';
import { chooseNamed } from './choose-named.ts';
import { exitCodeFor } from './exit-code.ts';
import { checkWritable } from './out-file.ts';
import { REPORTERS } from './reporter/index.ts';
import { processTerminal } from './terminal.ts';

/** The flags of `skein merge`, as commander gives them. */
export type MergeFlags = {
  readonly partial: boolean;
  readonly reporter: string;
  readonly out?: string;
  readonly color: boolean;
};

/** Puts the shards of a campaign together, and tells it as if one machine had run it. @returns the exit code. */
export function mergeCommand(files: readonly string[], flags: MergeFlags): number {
  const terminal = processTerminal(flags.color);
  const { make } = chooseNamed('reporter', flags.reporter, REPORTERS);
  if (flags.out !== undefined) checkWritable(flags.out);
  const [first, ...others] = files.map((file) => ({ file, blob: readBlob(file) }));
  if (!first) throw new UsageError('there is nothing to merge: give the blobs of all shards');
  const record = mergeBlobs([first, ...others], flags.partial);
  const reporter = make(terminal);
  reporter.begin(record);
  for (const { file, label, outcome, why } of record.corpus) {
    if (outcome === 'as it should') continue;
    terminal.note(`corpus: ${file} (${label}) is ${outcome}${why === null ? '' : `: ${why}`}`);
  }
  for (const run of record.lost) reporter.onLost?.(run);
  for (const finding of record.findings) reporter.onFinding?.(finding, undefined);
  reporter.end(record);
  if (flags.out !== undefined) writeFileSync(flags.out, `${JSON.stringify(record, undefined, 2)}\n`);
  return exitCodeFor(record);
}
