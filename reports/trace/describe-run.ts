import type { ExaminedRun, ShrunkFinding } from '../../sim/campaign/index.ts';
import type { Film } from '../../sim/film/index.ts';
import { EPOCH, isTime, type TraceStep } from '../../sim/kernel/index.ts';
import { isBlow } from '../../sim/scenario/index.ts';
import { plural } from '../finding-text.ts';
import { type Cast, castOf } from './actors.ts';
import { describeStep, Statements } from './describe-step.ts';
import { momentsOf } from './moments.ts';
import type { HistoryTable, PageRun, PageStep, Verdict } from './page-data.ts';
import { storyOf } from './page-story.ts';
import { type Spans, spansOf } from './spans.ts';

/** A run to be shown, and what is known of it. */
export type ShownRun = ExaminedRun & {
  /** In the address of the page: `shrunk`. */
  readonly id: string;
  /** Names it where there are several. */
  readonly label: string;
  /** The command that replays it; empty if there is none. */
  readonly command: string;
  /** The database it ran on. */
  readonly target: string;
  /** What it was shrunk from. */
  readonly cut?: Pick<ShrunkFinding, 'from' | 'to'> | undefined;
  /** What else is to be said of how the page came about. */
  readonly notes?: readonly string[] | undefined;
};

/** Where the engine keeps its histories. */
const HISTORY: HistoryTable = {
  table: 'workflow_event',
  owner: 'workflow_id',
  order: 'sequence',
  what: 'type',
  facts: 'data',
};

/** Other possible steps that are named. */
const MOST_INSTEAD = 24;

/** Makes of a run what its page shows. */
export function describeRun(shown: ShownRun): PageRun {
  const { run, film, releases, id, label, command } = shown;
  const { steps } = run.trace;
  const cast = castOf(steps);
  const statements = new Statements();
  const spans = spansOf(steps, cast, releases);
  const pageSteps = stepsOf(steps, film, cast, spans, statements);
  const story = storyOf(shown, cast, pageSteps, spans);
  return {
    id,
    label,
    verdict: verdictOf(shown),
    summary: summaryOf(shown),
    facts: factsOf(shown),
    command,
    notes: [...notesOf(shown), ...(shown.notes ?? [])],
    actors: cast.actors,
    groups: cast.groups,
    statements: statements.texts,
    steps: pageSteps,
    transactions: spans.transactions,
    waits: spans.waits,
    tables: film.tables,
    frames: film.frames.map(({ step, changes }) => [
      step,
      changes.map(({ table, before = null, after = null }) => [table, before, after] as const),
    ]),
    story,
    moments: momentsOf(pageSteps, cast.actors, story, shown.violation && shown),
    history: film.tables.some(({ name }) => name === HISTORY.table) ? HISTORY : null,
  };
}

function stepsOf(
  steps: readonly TraceStep[],
  film: Film,
  cast: Cast,
  { transactionOf, waitOf }: Spans,
  statements: Statements,
): readonly PageStep[] {
  let time = EPOCH;
  let last: string | undefined;
  return steps.map((step) => {
    const { number, actor, preempts, detail } = step;
    const described = describeStep(step, cast, statements, time);
    const interrupted = preempts ? last : undefined;
    if (!isTime(detail) && !isBlow(detail)) last = actor;
    time = step.time;
    const transaction = transactionOf.get(number);
    const wait = waitOf.get(number);
    const instead = (film.alternatives.get(number) ?? [])
      .slice(0, MOST_INSTEAD)
      .map((other) => `${cast.titleOf(other.actor) ?? other.actor}: ${oneLine(other.label)}`);
    return {
      ms: step.time - EPOCH,
      actor: cast.of(actor),
      ...described,
      ...(interrupted === undefined ? {} : { interrupts: cast.of(interrupted) }),
      ...(transaction === undefined ? {} : { transaction }),
      ...(wait === undefined ? {} : { wait }),
      ...(instead.length === 0 ? {} : { instead }),
    };
  });
}

function verdictOf({ run, violation }: ShownRun): Verdict | null {
  if (!violation) return null;
  const { law, witness } = violation;
  const also = run.violations.filter((each) => each.law.name !== law.name).map((each) => each.law.name);
  const { sentence, subjects } = witness;
  return { law: law.name, statement: law.statement, sentence, subjects, also };
}

function summaryOf({ run, target }: ShownRun): string {
  const { plan, trace, preemptions } = run;
  const { scenario, size, seed, defect } = plan;
  const planted = defect ? `, ${defect.name} planted` : '';
  return [
    `${scenario.name}${planted}, ${plural(size.tasks, 'task')}`,
    `${plural(trace.steps.length, 'step')}, ${plural(preemptions, 'preemption')}`,
    `seed ${seed}, ${target}`,
  ].join(' · ');
}

function factsOf({ run, target, cut }: ShownRun): PageRun['facts'] {
  const { plan, trace, preemptions, elapsedMs, hash, faults } = run;
  const { scenario, size, seed, defect } = plan;
  const amount = `${plural(trace.steps.length, 'step')}, ${plural(preemptions, 'preemption')}`;
  const happened = [...faults].map(([name, count]) => (count === 1 ? name : `${name} ×${count}`));
  return [
    ['scenario', `${scenario.name}${defect ? ` with the planted defect ${defect.name}` : ''}`],
    [
      'size',
      [plural(size.tasks, 'task'), plural(size.workers, 'worker'), plural(size.servers, 'server')].join(', '),
    ],
    ['seed', seed],
    ['database', target],
    ['trace', `${amount}, ${elapsedMs / 1_000} s of virtual time, hash ${hash}`],
    [
      'went wrong',
      happened.length > 0 ? happened.join(', ') : plan.faults ? 'nothing, though it could have' : 'nothing',
    ],
    ...(cut
      ? [
          [
            'cut',
            `from ${plural(cut.from.steps, 'step')}, ${plural(cut.from.preemptions, 'preemption')}, ${plural(cut.from.faults, 'fault')} to ${cut.to.steps}, ${cut.to.preemptions}, ${cut.to.faults}`,
          ] as const,
        ]
      : []),
  ];
}

function notesOf({ run, film, wasDisturbed, turn, violation }: ShownRun): readonly string[] {
  const tables = wasDisturbed
    ? 'Looking at the tables between steps made it another run, so they are not shown.'
    : film.tables.length === 0
      ? 'This database cannot be looked at while sessions go on, so tables are not shown.'
      : `Tables are as others see them: what is committed. They were read between steps, past the run, and it was the same run all the same: hash ${run.hash}.`;
  const unseen =
    film.unseen.length > 0
      ? [
          `After ${plural(film.unseen.length, 'step')} a lock kept readers out; what changed then is told with the next step that could be looked at.`,
        ]
      : [];
  const lost = !violation
    ? []
    : turn === undefined
      ? ['Where the run could no longer be saved was not found out in the time there was for it.']
      : turn.step === 0
        ? [
            `There is no point of no return: gone on with from the very start, all ${turn.tried} continuations that were tried break a law.`,
          ]
        : [];
  return [tables, ...unseen, ...lost, ...run.divergences];
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
