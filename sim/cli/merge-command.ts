import { UsageError } from '../../src/cli/index.ts';
import { blobOf, mergeBlobs, readBlob } from '../campaign/index.ts';
import { exitCodeFor } from './exit-code.ts';
import { chooseReporters, type ReporterFlags } from './reporter/index.ts';
import { processTerminal } from './terminal.ts';

/** The flags of `skein merge`, as commander gives them. */
export type MergeFlags = ReporterFlags & { readonly partial: boolean; readonly color: boolean };

/** Puts the shards of a campaign together, and tells it as if one machine had run it. @returns the exit code. */
export async function mergeCommand(files: readonly string[], flags: MergeFlags): Promise<number> {
  const terminal = processTerminal(flags.color);
  const make = await chooseReporters(flags);
  const [first, ...others] = files.map((file) => ({ file, blob: readBlob(file) }));
  if (!first) throw new UsageError('there is nothing to merge: give the blobs of all shards');
  const { record, part } = mergeBlobs([first, ...others], flags.partial);
  const reporter = make(terminal);
  reporter.begin(record);
  for (const { file, label, outcome, why } of record.corpus) {
    if (outcome === 'as it should') continue;
    terminal.note(`corpus: ${file} (${label}) is ${outcome}${why === null ? '' : `: ${why}`}`);
  }
  for (const run of record.lost) reporter.onLost?.(run);
  for (const finding of record.findings) reporter.onFinding?.(finding, undefined);
  reporter.end(record, () => blobOf(record, part, first.blob.terms));
  return exitCodeFor(record);
}
