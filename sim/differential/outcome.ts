import { createHash } from 'node:crypto';
import { SqlError } from '../../src/ports/index.ts';
import {
  type Actor,
  type Chooser,
  type Decision,
  RandomRoot,
  type RunEnd,
  Simulation,
} from '../kernel/index.ts';
import type { Race, Racer } from '../race/index.ts';
import type { Strategy } from '../strategy/index.ts';
import {
  isRefusal,
  isSql,
  isStatement,
  perform,
  type SqlDetail,
  type Target,
  type WaitDetail,
} from '../target/index.ts';

/** One step of a race. */
export type OutcomeStep = {
  readonly actor: string;
  /** What could have happened instead, in order; none where there was no choice. */
  readonly options: readonly string[];
  readonly detail: SqlDetail | WaitDetail;
};

/** What a race came to on one target. */
export type Outcome = {
  readonly target: string;
  readonly steps: readonly OutcomeStep[];
  readonly end: RunEnd['end'];
  /** What each of the race's queries found in the end. */
  readonly left: readonly (readonly object[])[];
  /** Where the target itself says that it may have left what PostgreSQL would do. */
  readonly divergences: readonly string[];
  /** Over all that was asked, answered and left: the same on targets that are. */
  readonly hash: string;
};

/** Holds a race on a target. The schedule is a function of the seed, as long as targets offer the same choices. */
export async function hold(target: Target, race: Race, seed: string, strategy: Strategy): Promise<Outcome> {
  const root = new RandomRoot(seed);
  const options = new Map<number, readonly string[]>();
  const chooser = noting(strategy.chooser(root.stream('schedule')), options);
  const simulation = new Simulation({ random: root, chooser });
  target.reset({ now: () => simulation.now(), entropy: root.stream('database') });
  fill(target, race.rows);
  for (const [name, racer] of Object.entries(race.racers)) {
    simulation.spawn(name, (actor) => takePart(actor, target, racer));
  }
  const { end, trace, failures } = await simulation.run();
  if (target.mustRepeat()) return await hold(target, race, seed, strategy);
  const [failure] = failures;
  if (failure)
    throw new Error(`${race.name}, seed ${seed}: ${failure.actor} failed`, { cause: failure.error });
  const steps = trace.steps.flatMap(({ number, actor, detail }) =>
    isStatement(detail) ? [{ actor, options: options.get(number) ?? [], detail }] : [],
  );
  const left = race.left.map((text) => target.inspect(text));
  const said = JSON.stringify([steps.map(stepText), end, left]);
  const hash = createHash('sha256').update(said).digest('hex').slice(0, 16);
  return { target: target.name, steps, end, left, divergences: target.divergences(), hash };
}

/**
 * All of a step that targets must have in common, as text. Messages are left out: they differ between versions of
 * PostgreSQL, and name processes.
 */
export function stepText({ actor, options, detail }: OutcomeStep): string {
  const { kind, text, values } = detail;
  return JSON.stringify([actor, options, kind, text, values, isSql(detail) ? answerOf(detail) : null]);
}

function answerOf({ answer }: SqlDetail): object {
  return isRefusal(answer) ? { code: answer.code, constraint: answer.constraint } : answer;
}

/** Notes what a chooser was offered, by the number of the step. */
function noting(chooser: Chooser, options: Map<number, readonly string[]>): Chooser {
  return {
    choose(decision: Decision) {
      options.set(
        decision.step,
        decision.options.map(({ actorName, label }) => `${actorName}: ${label}`),
      );
      return chooser.choose(decision);
    },
  };
}

/** Executes statements before anybody else is there. */
function fill(target: Target, statements: readonly string[]): void {
  const session = target.openSession();
  for (const text of statements) {
    const answer = session.execute({ text })?.answer;
    if (!answer || isRefusal(answer)) throw new Error(`${text}: ${answer?.message ?? 'waits'}`);
  }
  session.close();
}

/** Lets a racer run on a session of its own; one that was refused is rolled back, and has ended. */
async function takePart(actor: Actor, target: Target, racer: Racer): Promise<void> {
  const session = target.openSession();
  let isInside = false;
  const query = async <Row>(text: string, values: SqlDetail['values'] = []): Promise<readonly Row[]> => {
    const answer = await perform(actor, session, { text, values });
    if (isRefusal(answer)) throw new SqlError(answer);
    if (answer.command === 'BEGIN') isInside = true;
    if (answer.command === 'COMMIT' || answer.command === 'ROLLBACK') isInside = false;
    return answer.rows as readonly Row[]; // the statement's author states the row's shape
  };
  try {
    await racer({ query, random: actor.random });
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    if (isInside) await query('rollback');
  } finally {
    session.close();
  }
}
