import type { Evidence, Law, Witness } from '../../models/law/index.ts';
import { EPOCH, RandomRoot, type TraceStep } from '../kernel/index.ts';
import { isRefusal, type Target } from '../target/index.ts';
import { eventWrites } from './event-writes.ts';

/** What a difference is reported as: beside the laws, since it speaks of the database and not of the engine. */
export const SECOND_OPINION: Pick<Law, 'name' | 'statement'> = {
  name: 'second-opinion',
  statement:
    'The histories in the database are those that another database has after the same committed writes.',
};

/** SQLSTATEs by which a database says what it thinks of a write: integrity constraint violations. */
const VERDICTS = /^23/;

type Event = Evidence['events'][number];

/**
 * Another database's view of what a run left: it is given the writes that the run's sessions were told are committed,
 * and must come to the same histories. A target that loses, doubles or lets through what it should have refused is
 * found by this, whatever the engine makes of it.
 */
export class SecondOpinion {
  readonly #target: Target;

  /** @param target another target than the run's, with the engine's schema */
  constructor(target: Target) {
    this.#target = target;
  }

  get name(): string {
    return this.#target.name;
  }

  /**
   * @returns a witness if this database disagrees.
   * @throws {Error} when a write is of a kind that it cannot follow.
   */
  disagrees(
    steps: readonly TraceStep[],
    evidence: Pick<Evidence, 'workflows' | 'events'>,
  ): Witness | undefined {
    this.#target.reset({ now: () => EPOCH, entropy: new RandomRoot('second opinion').stream('database') });
    const session = this.#target.openSession();
    for (const { id } of evidence.workflows) {
      session.execute({
        text: `insert into workflow_execution (id, kind, queue) values ($1, 'any', 'any')`,
        values: [id],
      });
    }
    for (const { statement, count } of eventWrites(steps)) {
      const answer = session.execute(statement)?.answer;
      const what = `${statement.text} with ${JSON.stringify(statement.values)}`;
      if (!answer) throw new Error(`${this.name} waits, and nobody else is there: ${what}`);
      if (isRefusal(answer)) {
        if (!VERDICTS.test(answer.code))
          throw new Error(`${this.name} has no opinion on ${what}: ${answer.message}`);
        return this.#witness(
          `refuses a committed write: ${answer.message}`,
          `refused with ${answer.code}`,
          statement.values?.[0],
        );
      }
      if (answer.count !== count) {
        return this.#witness(
          `writes ${answer.count} instead of ${count} events by ${what}`,
          'other number of rows',
          statement.values?.[0],
        );
      }
    }
    return this.#compare(evidence.events, this.#events());
  }

  async close(): Promise<void> {
    await this.#target.close();
  }

  #events(): readonly Event[] {
    const rows = this.#target.inspect(
      'select workflow_id as "workflowId", sequence, type, data from workflow_event order by workflow_id, sequence',
    );
    return rows as readonly Event[]; // the column list states their shape
  }

  #compare(left: readonly Event[], expected: readonly Event[]): Witness | undefined {
    const here = new Map(left.map((event) => [keyOf(event), event]));
    const there = new Map(expected.map((event) => [keyOf(event), event]));
    for (const [key, event] of there) {
      const found = here.get(key);
      if (!found)
        return this.#witness(
          `has event ${key} (${event.type}), which the run's target lost`,
          'lost event',
          event.workflowId,
        );
      if (textOf(found) !== textOf(event)) {
        return this.#witness(
          `has ${textOf(event)} as event ${key}, and the run's target ${textOf(found)}`,
          'other event',
          event.workflowId,
        );
      }
    }
    for (const [key, event] of here) {
      if (!there.has(key)) {
        return this.#witness(
          `has no event ${key} (${event.type}), which the run's target has`,
          'event that nobody committed',
          event.workflowId,
        );
      }
    }
    return undefined;
  }

  #witness(what: string, shape: string, workflowId: unknown): Witness {
    return { sentence: `${this.name} ${what}.`, subjects: [String(workflowId)], shape };
  }
}

function keyOf({ workflowId, sequence }: Event): string {
  return `${workflowId}/${sequence}`;
}

/** An event's content, the same for the same event: jsonb has an order of keys of its own. */
function textOf({ type, data }: Event): string {
  return `${type} ${JSON.stringify(data, (_, value: unknown) => sorted(value))}`;
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
