import { LAWS } from '../../models/law/index.ts';
import { TablesAt } from '../film/index.ts';
import { isAnswer } from '../network/index.ts';
import { evidenceSoFar } from '../scenario/index.ts';
import type { FilmedRun } from './film-run.ts';
import type { Violation } from './run.ts';

/**
 * The step from which on a law is broken, to the end of the run, by what is committed and what was told.
 *
 * @returns undefined if it shows in the end only: that something has not happened, or what clients make of it
 */
export function shownAt({ run, film }: FilmedRun, { law: { name } }: Violation): number | undefined {
  const law = LAWS.find((each) => each.name === name);
  if (!law || law.isOfTheEnd || film.tables.length === 0) return undefined;
  const { steps } = run.trace;
  const { scenario, size, faults } = run.plan;
  const { provokes } = scenario.workload(size, { isFaulty: faults !== undefined });
  const tables = new TablesAt(film);
  const frames = new Map(film.frames.map((frame) => [frame.step, frame]));
  let shown: number | undefined;
  for (const { number, detail } of steps.toReversed()) {
    const frame = frames.get(number);
    if (!frame && !isAnswer(detail)) continue; // nothing that a law looks at
    const evidence = evidenceSoFar((table) => tables.rowsOf(table), steps.slice(0, number), provokes);
    if (!law.check(evidence)) return shown;
    shown = number;
    if (frame) tables.takeBack(frame);
  }
  return shown;
}
