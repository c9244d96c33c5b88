import { isCall } from '../../sim/network/index.ts';
import { firstStep, handlersToBlame, lastStep } from '../story.ts';
import type { Cast } from './actors.ts';
import type { ShownRun } from './describe-run.ts';
import type { PageRun, PageStep } from './page-data.ts';
import type { Spans } from './spans.ts';

/** More columns than that nobody can follow. */
const MOST_COLUMNS = 8;

/**
 * Who tells the story of a violation, and from where to where: those who are to blame, those with whom the run was lost
 * or showed it, and those who held what these had to wait for.
 */
export function storyOf(
  { run, violation, turn, shown }: ShownRun,
  cast: Cast,
  steps: readonly PageStep[],
  { waits }: Spans,
): PageRun['story'] {
  if (!violation) return null;
  const handlers = handlersToBlame(run, violation.witness.subjects);
  const calls = run.trace.steps.flatMap(({ detail }) => (isCall(detail) ? [cast.of(detail.handler)] : []));
  const isHandler = (actor: number | undefined): actor is number =>
    actor !== undefined && calls.includes(actor);
  const marked = [turn?.step, shown].flatMap((number) => {
    const step = steps[(number ?? 0) - 1];
    return step ? [step.actor, step.other] : [];
  });
  const blamed = [...handlers.map(({ call }) => cast.of(call.handler)), ...marked.filter(isHandler)];
  const holders = waits.flatMap(({ actor, release }) => {
    const holder = steps[(release ?? 0) - 1]?.actor;
    if (!isHandler(holder) || !isHandler(actor)) return [];
    return blamed.includes(actor) ? [holder] : blamed.includes(holder) ? [actor] : [];
  });
  const actors = [...new Set([...blamed, ...holders])].slice(0, MOST_COLUMNS);
  if (actors.length === 0) return null;
  const own = steps.flatMap(({ actor }, index) => (actors.includes(actor) ? [index + 1] : []));
  const from = Math.min(...own, ...handlers.map(firstStep));
  const to = Math.max(...own, ...handlers.map(lastStep));
  return { actors: actors.toSorted((one, other) => beginning(cast, one) - beginning(cast, other)), from, to };
}

function beginning({ actors }: Cast, actor: number): number {
  return actors[actor]?.from ?? 0;
}
