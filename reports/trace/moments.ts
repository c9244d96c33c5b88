import type { ExaminedRun } from '../../sim/campaign/index.ts';
import type { Moment, PageActor, PageRun, PageStep } from './page-data.ts';

/** What was found out about where a run broke its law. */
type Marks = Pick<ExaminedRun, 'turn' | 'shown'>;

/** So many are told; of a run that is interrupted more often, that tells nothing. */
const MOST = { interrupt: 3, fault: 6, refused: 4 };

/** The steps of a run that matter, in their order. */
export function momentsOf(
  steps: readonly PageStep[],
  actors: readonly PageActor[],
  story: PageRun['story'],
  marks: Marks | undefined,
): readonly Moment[] {
  const moments: Moment[] = marks ? marked(steps, marks, actors) : [];
  const interrupts: Moment[] = [];
  const faults: Moment[] = [];
  const refusals: Moment[] = [];
  for (const [index, step] of steps.entries()) {
    const number = index + 1;
    const { fault, interrupts: interrupted, text } = step;
    const isInStory =
      story !== null && number >= story.from && number <= story.to && story.actors.includes(step.actor);
    if (fault !== undefined) {
      const meaning = 'Something that the simulator made go wrong.';
      faults.push({ step: number, kind: 'fault', label: fault, text, meaning });
    }
    if (!isInStory) continue;
    if (interrupted !== undefined && story.actors.includes(interrupted)) {
      const other = actors[interrupted]?.title ?? '';
      const what = `${actors[step.actor]?.title} goes on in place of ${other}`;
      const meaning = `${other} could have gone on.`;
      interrupts.push({ step: number, kind: 'interrupt', label: 'Interrupts', text: what, meaning });
    }
    if (step.isBad && fault === undefined && step.kind === 'sql') {
      const what = `${text} ${step.result}`;
      const meaning = 'The database refused the statement.';
      refusals.push({ step: number, kind: 'refused', label: 'Refused', text: what, meaning });
    }
  }
  moments.push(
    ...(interrupts.length <= MOST.interrupt ? interrupts : []),
    ...faults.slice(0, MOST.fault),
    ...refusals.slice(0, MOST.refused),
  );
  return moments.sort((one, other) => one.step - other.step);
}

function marked(steps: readonly PageStep[], { turn, shown }: Marks, actors: readonly PageActor[]): Moment[] {
  const moments: Moment[] = [];
  const textOf = (number: number): string => {
    const { text = '', result = '' } = steps[number - 1] ?? {};
    return result === '' ? text : `${text} → ${result}`;
  };
  if (turn && turn.step > 0) {
    const { step, tried, savedBy } = turn;
    const way =
      savedBy === undefined
        ? 'on by the default schedule'
        : `on with ${actors.find(({ name }) => name === savedBy)?.title ?? savedBy} going first`;
    const meaning =
      `After step ${step - 1} the run could still be saved: done again that far and ${way}, with nothing going wrong, it keeps the law. ` +
      `After this step it breaks it in ${tried === 1 ? 'the one continuation' : `all ${tried} continuations`} that were tried: ` +
      'the default schedule, and each of those who could go on going first. Other schedules were not tried.';
    moments.push({ step, kind: 'turn', label: 'Point of no return', text: textOf(step), meaning });
  }
  if (shown !== undefined) {
    const meaning =
      'From this step to the end of the run the law is broken, by what is committed and by what everybody was told so far.';
    moments.push({
      step: shown,
      kind: 'shown',
      label: 'Law broken from here on',
      text: textOf(shown),
      meaning,
    });
  } else if (steps.length > 0) {
    const meaning =
      'By what is committed and told, the law holds after every step: it is broken by what did not happen, or by what clients make of it.';
    moments.push({
      step: steps.length,
      kind: 'end',
      label: 'Shows in the end',
      text: 'the run is over',
      meaning,
    });
  }
  return moments;
}
