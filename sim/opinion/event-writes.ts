import type { Json } from '../../src/events/index.ts';
import type { SqlValue } from '../../src/ports/index.ts';
import type { TraceStep } from '../kernel/index.ts';
import { isRefusal, isStatement, isWait, type SqlDetail, type Statement } from '../target/index.ts';

/** A statement that wrote to the histories of workflows, and how many events it wrote as its session was told. */
export type EventWrite = { readonly statement: Statement; readonly count: number };

type Event = { readonly type: string; readonly data: Json };
type Beginning = { readonly workflowId: string; readonly event: Event };

const WRITES_EVENTS = /\b(?:insert\s+into|update|delete\s+from)\s+workflow_event\b/i;

/** The engine's append: a batch of events as JSON, numbered by the statement itself. */
const APPENDS = /^\s*insert into workflow_event \(workflow_id, sequence, type, data\)\s+select\b/i;

/** The first events of histories: each with its workflow, as JSON. */
const BEGINS = /\bselect beginning ->>/i;

const INSERT_ONE =
  'insert into workflow_event (workflow_id, sequence, type, data) values ($1, $2, $3, $4::jsonb)';

/**
 * What a run committed to the histories of workflows, in the order in which its actors were told of the commits. Each
 * write is restated so that it says by itself what it wrote.
 *
 * An actor is taken to have one transaction at a time, as a request handler has.
 */
export function eventWrites(steps: readonly TraceStep[]): readonly EventWrite[] {
  const committed: EventWrite[] = [];
  const open = new Map<string, EventWrite[]>();
  for (const { actor, detail } of steps) {
    if (!isStatement(detail)) continue;
    if (detail.begins || /^\s*(begin|start)\b/i.test(detail.text)) open.set(actor, []);
    if (isWait(detail) || isRefusal(detail.answer)) continue;
    if (/^\s*(savepoint|release|rollback\s+to)\b/i.test(detail.text)) {
      throw new Error(`a second opinion cannot follow savepoints: ${actor} sent "${detail.text}"`);
    }
    const { command, count } = detail.answer;
    if (command === 'COMMIT') committed.push(...(open.get(actor) ?? []));
    if (command === 'COMMIT' || command === 'ROLLBACK') open.delete(actor);
    if (count > 0 && WRITES_EVENTS.test(detail.text)) (open.get(actor) ?? committed).push(...restate(detail));
  }
  return committed;
}

/** A statement that says what it writes: itself, or for an append one insert for each event. */
function restate({ text, values, answer }: SqlDetail): readonly EventWrite[] {
  if (isRefusal(answer)) return [];
  if (!APPENDS.test(text)) return [{ statement: { text, values }, count: answer.count }];
  if (BEGINS.test(text)) {
    const beginnings = JSON.parse(String(values[0])) as readonly Beginning[]; // the statement's one parameter
    return beginnings.map(({ workflowId, event }) => insertion(workflowId, 1, event));
  }
  const [workflowId = null, batch] = values;
  // The append's own columns and parameters: events as a JSON array, and the sequence that each got.
  const events = JSON.parse(String(batch)) as readonly Event[];
  const rows = answer.rows as readonly { readonly sequence: number }[];
  return rows.map(({ sequence }, index) => insertion(workflowId, sequence, events[index]));
}

function insertion(workflowId: SqlValue, sequence: number, event: Event | undefined): EventWrite {
  const values = [workflowId, sequence, event?.type ?? null, JSON.stringify(event?.data)];
  return { statement: { text: INSERT_ONE, values }, count: 1 };
}
