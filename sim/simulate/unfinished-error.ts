import type { RunEnd } from '../kernel/index.ts';

/** Somebody who had not ended when a run was over, and what for, if they waited for a step. */
export type Unfinished = { readonly actor: string; readonly waitsFor: readonly string[] };

/** A run was over, and some of its actors had not ended. */
export class UnfinishedError extends Error {
  override readonly name = 'UnfinishedError';
  readonly end: Exclude<RunEnd['end'], 'finished'>;
  readonly unfinished: readonly Unfinished[];

  constructor(
    end: UnfinishedError['end'],
    unfinished: readonly Unfinished[],
    elapsedMs: number,
    steps: number,
  ) {
    const why =
      end === 'stuck'
        ? 'nothing can ever happen any more'
        : `${steps.toLocaleString('en-US')} steps and ${elapsedMs / 1_000} s of virtual time are over`;
    super([`${why}, and not everybody has ended`, ...unfinished.map(describe)].join('\n'));
    this.end = end;
    this.unfinished = unfinished;
  }
}

function describe({ actor, waitsFor }: Unfinished): string {
  return `  ${actor} ${waitsFor.length === 0 ? 'waits' : `waits for ${waitsFor.join(', and for ')}`}`;
}
