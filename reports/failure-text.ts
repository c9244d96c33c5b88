import { type SimulateFailure, type SimulateResult, UnfinishedError } from '../sim/simulate/index.ts';
import { actorLanes } from './actor-lanes.ts';
import { plural } from './finding-text.ts';
import { drawLanes } from './lanes.ts';
import { type Paint, paintFor } from './paint.ts';
import { shrunkText } from './shrunk-text.ts';

export type FailureTextOptions = {
  /** Default: without colours. */
  readonly paint?: Paint;
  /** Columns that there is room for; 110 by default. */
  readonly width?: number;
  /** The command that runs the file of the simulation; told how to replay, if given. */
  readonly command?: string;
  /** The command that replays it, where that is another one than `command` with `SKEIN_REPLAY`. */
  readonly replay?: string;
};

/** Tells a failed run of somebody's own code: what was thrown, by whom, the interleaving in lanes, how to replay it. */
export function failureText(
  { name, runs, replayed, divergences }: SimulateResult,
  { seed, token, actor, error, run, cut }: SimulateFailure,
  { paint = paintFor(false), width = 110, command = '<your command>', replay }: FailureTextOptions = {},
): string {
  const { lanes, rows } = actorLanes(run);
  const what = error instanceof UnfinishedError ? error.message : `${actor} threw ${describe(error)}`;
  const search = replayed ? (replayed.isSame ? 'the same trace' : 'another trace: code has changed') : '';
  const facts: readonly (readonly [string, string])[] = [
    [
      'run',
      replayed ? `seed ${seed}, replayed: ${search}` : `seed ${seed}, of ${plural(runs, 'run')} so far`,
    ],
    [
      'trace',
      `${plural(run.trace.steps.length, 'step')}, ${plural(run.preemptions, 'preemption')}, ${
        run.elapsedMs / 1_000
      } s of virtual time, hash ${run.hash}`,
    ],
    ...divergences.map((divergence) => ['but', divergence] as const),
  ];
  return [
    `${paint.red(paint.bold(`✗ ${name}`))}  ${paint.bold(what)}`,
    ...facts.map(([label, text]) => `  ${paint.dim(label.padEnd(5))} ${text}`),
    '',
    ...drawLanes(lanes, rows, width, paint),
    '',
    ...(cut ? [shrunkText(cut, paint), ''] : []),
    `  replay: ${paint.cyan(replay ?? `SKEIN_REPLAY=${token} ${command}`)}`,
  ].join('\n');
}

const LONGEST_ERROR = 300;

/** An error by its name and message, in one line: assertion libraries write several. */
function describe(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const line = text
    .split(/\s*\n\s*/)
    .join(' ')
    .trim();
  return line.length <= LONGEST_ERROR ? line : `${line.slice(0, LONGEST_ERROR - 1)}…`;
}
