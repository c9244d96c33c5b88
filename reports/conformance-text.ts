import type { Difference, DiffLine, SpecOutcome } from '../sim/conformance/index.ts';
import { plural } from './finding-text.ts';
import type { Paint } from './paint.ts';

export type ConformanceTextOptions = {
  readonly paint: Paint;
  /** Columns that names of specs take. */
  readonly nameWidth: number;
  /** Show all differences whole, not only the beginning of the first. */
  readonly isVerbose?: boolean;
};

type Kind = SpecOutcome['kind'];

const KINDS: readonly Kind[] = ['passed', 'failed', 'broken', 'known', 'refused'];
const KIND_WIDTH = Math.max(...KINDS.map((kind) => kind.length));

/** How many lines of the first difference are shown, and how many of them stand before it. */
const SHOWN_LINES = 12;
const SHOWN_BEFORE = 3;

/** Tells how one spec came out: a line of the table, and below it what differs from what is expected. */
export function outcomeText(outcome: SpecOutcome, options: ConformanceTextOptions): string {
  const { paint, nameWidth } = options;
  const kind = paintKind(outcome.kind.padEnd(KIND_WIDTH), outcome.kind, paint);
  const line = `${kind}  ${outcome.spec.padEnd(nameWidth)}  ${describe(outcome)}`.trimEnd();
  if (outcome.kind !== 'failed' && !(outcome.kind === 'known' && options.isVerbose)) return line;
  return [line, ...differencesText(outcome.differences, options)].join('\n');
}

/** Counts outcomes: `124 specs on postgres: 110 passed, 2 failed, 12 refused`. */
export function conformanceSummary(target: string, outcomes: readonly SpecOutcome[], paint: Paint): string {
  const counts = KINDS.map((kind) => [kind, outcomes.filter((each) => each.kind === kind).length] as const);
  const told = counts
    .filter(([kind, count]) => count > 0 || kind === 'passed' || kind === 'failed')
    .map(([kind, count]) => paintKind(`${count} ${kind}`, count > 0 ? kind : 'refused', paint));
  return `${paint.bold(`${plural(outcomes.length, 'spec')} on ${target}`)}: ${told.join(', ')}`;
}

function describe(outcome: SpecOutcome): string {
  switch (outcome.kind) {
    case 'passed': {
      const known = outcome.wasKnown === undefined ? '' : `, known to differ until now: ${outcome.wasKnown}`;
      return `${plural(outcome.permutations, 'permutation')}${known}`;
    }
    case 'failed':
      return `${plural(outcome.differences.length, 'permutation')} of ${outcome.permutations} not as expected`;
    case 'broken':
      return outcome.problem;
    case 'known':
    case 'refused':
      return outcome.reason;
  }
}

function paintKind(text: string, kind: Kind, paint: Paint): string {
  if (kind === 'passed') return paint.green(text);
  return kind === 'failed' || kind === 'broken' ? paint.red(text) : paint.dim(text);
}

function differencesText(
  found: readonly Difference[],
  { paint, isVerbose = false }: ConformanceTextOptions,
): readonly string[] {
  return (isVerbose ? found : found.slice(0, 1)).flatMap(({ permutation, lines }) => [
    `  ${paint.bold(permutation === '' ? 'before the first permutation' : `permutation ${permutation}`)}`,
    ...(isVerbose ? lines : beginning(lines)).map((line) => `    ${diffLineText(line, paint)}`),
  ]);
}

/** The lines around the first one that differs. */
function beginning(lines: readonly DiffLine[]): readonly DiffLine[] {
  const first = lines.findIndex(({ kind }) => kind !== 'same');
  const start = Math.max(0, first - SHOWN_BEFORE);
  return lines.slice(start, start + SHOWN_LINES);
}

function diffLineText({ kind, text }: DiffLine, paint: Paint): string {
  if (kind === 'missing') return paint.green(`- ${text}`);
  return kind === 'surplus' ? paint.red(`+ ${text}`) : paint.dim(`  ${text}`);
}
