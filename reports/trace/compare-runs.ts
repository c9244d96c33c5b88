import type { Comparison, PageRun, PageStep } from './page-data.ts';

/**
 * Lays the steps of two runs side by side. A step is called by who takes it, what it is, and which time; what both runs
 * have in the same order stands in one row: the longest such sequence, by patience sorting, as `git diff --patience`
 * does with lines that are unique.
 */
export function compareRuns(left: PageRun, right: PageRun): Comparison {
  const names = namesOf(right);
  const places = new Map(names.map((name, index) => [name, index]));
  const matches = namesOf(left).flatMap((name, index) => {
    const other = places.get(name);
    return other === undefined ? [] : [[index, other] as const];
  });
  const rows: (readonly [number, number])[] = [];
  let [mine, theirs] = [0, 0];
  for (const [index, other] of [
    ...longestCommon(matches),
    [left.steps.length, right.steps.length] as const,
  ]) {
    for (; mine < index; mine += 1) rows.push([mine + 1, 0]);
    for (; theirs < other; theirs += 1) rows.push([0, theirs + 1]);
    if (mine < left.steps.length && theirs < right.steps.length) rows.push([mine + 1, theirs + 1]);
    mine += 1;
    theirs += 1;
  }
  const differing = rows.flatMap(([one, other], index) =>
    one > 0 && other > 0 && outcomeOf(left, one) !== outcomeOf(right, other) ? [index] : [],
  );
  const alone = rows.findIndex(([one, other]) => one === 0 || other === 0);
  const [changed = -1] = differing;
  const first = [alone, changed].filter((index) => index >= 0).sort((one, other) => one - other)[0] ?? null;
  return {
    rows,
    first,
    differing,
    ...told(left, right, rows, first),
  };
}

/** Pairs that are in the same order on both sides, as many as there can be. */
function longestCommon(
  matches: readonly (readonly [number, number])[],
): readonly (readonly [number, number])[] {
  /** The last of the best sequences of each length, and for each match the one before it in its best sequence. */
  const ends: number[] = [];
  const before: number[] = [];
  for (const [index, [, other]] of matches.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((matches[ends[middle] ?? 0]?.[1] ?? 0) < other) low = middle + 1;
      else high = middle;
    }
    before[index] = ends[low - 1] ?? -1;
    ends[low] = index;
  }
  const found: (readonly [number, number])[] = [];
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) {
    const match = matches[at];
    if (match) found.push(match);
  }
  return found.toReversed();
}

function namesOf(run: PageRun): readonly string[] {
  const times = new Map<string, number>();
  return run.steps.map((step) => {
    const what = `${run.actors[step.actor]?.name} ${step.kind === 'sql' || step.kind === 'wait' || step.kind === 'lost' ? sqlOf(run, step) : step.text}`;
    const time = (times.get(what) ?? 0) + 1;
    times.set(what, time);
    return `${what} ${time}`;
  });
}

function sqlOf(run: PageRun, { statement }: PageStep): string {
  return run.statements[statement ?? -1] ?? '';
}

/** What of a step is the same in runs that are. Messages of a database differ between versions of it. */
function outcomeOf(run: PageRun, number: number): string {
  const { kind, result, values, answer, body, fault } = run.steps[number - 1] ?? {};
  const told = answer && 'code' in answer ? { code: answer.code, constraint: answer.constraint } : answer;
  return JSON.stringify([kind, told ? '' : result, values, told, body, fault]);
}

function told(
  left: PageRun,
  right: PageRun,
  rows: Comparison['rows'],
  first: number | null,
): Pick<Comparison, 'title' | 'sentence'> {
  if (first === null) return { title: 'Both runs did the same, and were answered the same.', sentence: '' };
  const [one = 0, other = 0] = [0, 1].map(
    (side) => rows.slice(first).find((row) => (row[side] ?? 0) > 0)?.[side] ?? 0,
  );
  const at =
    one === other || other === 0 ? `step ${one}` : `step ${one} of one and step ${other} of the other`;
  return {
    title: `The runs go apart at ${one === 0 ? `step ${other}` : at}.`,
    sentence: `${left.label}: ${stepText(left, one)}. ${right.label}: ${stepText(right, other)}.`,
  };
}

function stepText(run: PageRun, number = 0): string {
  const step = run.steps[number - 1];
  if (!step) return 'has ended';
  const { actor, text, result } = step;
  return `${run.actors[actor]?.title}, ${text}${result === undefined ? '' : ` → ${result}`}`;
}
