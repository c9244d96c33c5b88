import { isDeepStrictEqual } from 'node:util';
import { TERMINAL_WORKFLOW_EVENTS, type Failure, type WorkflowEvent } from '../../../src/events/index.ts';
import { begin, type Settled } from './eventual.ts';
import { interpret } from './interpret.ts';
import { type Asked, LiveRun } from './live-run.ts';
import { endOfStep, type ProgramInput, type StepInput } from './program.ts';

/** Events that record what the code asked for, each kind in the order of its calls. */
const RECORDS: readonly (readonly WorkflowEvent['type'][])[] = [
  ['TASK_SCHEDULED'],
  ['TIMER_STARTED'],
  ['PROMISE_CREATED'],
  ['CHILD_WORKFLOW_INITIATED'],
  ['OPERATION_COMPLETED'],
  ['STATE_SET', 'STATE_CLEARED'],
];

/** Events that a cancellation by the code may have led to: what ended before it was carried out ended otherwise. */
const ENDS: Readonly<Record<string, string>> = {
  TASK_COMPLETED: 'task',
  TASK_FAILED: 'task',
  TASK_CANCELLED: 'task',
  TIMER_FIRED: 'timer',
  TIMER_CANCELLED: 'timer',
  CHILD_WORKFLOW_COMPLETED: 'child',
  CHILD_WORKFLOW_FAILED: 'child',
  CHILD_WORKFLOW_CANCELLED: 'child',
};

/**
 * Compares the history of a workflow that has ended with what its program does when it is run once, live, and told the
 * events in their order.
 *
 * @returns what is wrong, in sentences
 */
export function judge(workflowId: string, history: readonly WorkflowEvent[]): readonly string[] {
  const [started] = history;
  if (started?.type !== 'WORKFLOW_STARTED') return ['the history has no beginning'];
  const last = history.at(-1);
  if (!last || !TERMINAL_WORKFLOW_EVENTS.has(last.type)) return ['the workflow has not ended'];
  if (wasNeverRun(history)) return [];

  const run = new LiveRun(workflowId);
  let settled: Settled | undefined;
  const isOver = (): boolean => settled !== undefined;
  const { program, input } = started.data.input as ProgramInput; // it was started so
  run.now = started.time;
  begin(run.jobs, interpret(program, run, input)).react((end) => {
    settled = end;
  });
  run.goOn(isOver);
  for (const event of history.slice(1)) {
    if (isOver()) break;
    run.tell(event);
    run.goOn(isOver);
  }
  return [
    ...wrongEnd(last, settled, run.isCancelled),
    ...RECORDS.flatMap((types) => wrongRecords(types, run.asked, history)),
    ...wrongSteps(history),
    ...wrongEnds(run.cancelled, history),
  ];
}

/** Whether a workflow was cancelled before its code had begun. */
export function wasNeverRun(history: readonly WorkflowEvent[]): boolean {
  const [, ...others] = history.filter(({ type }) => type !== 'SIGNAL_RECEIVED');
  return isDeepStrictEqual(
    others.map(({ type }) => type),
    ['CANCELLATION_REQUESTED', 'WORKFLOW_CANCELLED'],
  );
}

function wrongEnd(
  last: WorkflowEvent,
  settled: Settled | undefined,
  isCancelled: boolean,
): readonly string[] {
  if (!settled) return [`the program has not ended, the history says ${JSON.stringify(last)}`];
  const expected = endOf(settled, isCancelled);
  const { type, data } = last;
  if (isDeepStrictEqual({ type, data }, expected)) return [];
  return [`the program ends ${JSON.stringify(expected)}, the history ${JSON.stringify({ type, data })}`];
}

function endOf(settled: Settled, isCancelled: boolean): Asked {
  if ('value' in settled) return { type: 'WORKFLOW_COMPLETED', data: { output: settled.value } };
  const error = settled.thrown as Failure; // whatever the model throws is one
  const isCancellation = isCancelled && error.name === 'WorkflowCancelledError';
  return isCancellation
    ? { type: 'WORKFLOW_CANCELLED', data: {} }
    : { type: 'WORKFLOW_FAILED', data: { error } };
}

function wrongRecords(
  types: readonly string[],
  asked: readonly Asked[],
  history: readonly WorkflowEvent[],
): readonly string[] {
  const expected = asked.filter(({ type }) => types.includes(type));
  const recorded = history.filter(({ type }) => types.includes(type)).map(asAsked);
  if (isDeepStrictEqual(recorded, expected)) return [];
  return [`the program asks for ${JSON.stringify(expected)}, the history has ${JSON.stringify(recorded)}`];
}

/** An event in the words of the call: a timer's time is told from when it was recorded. */
function asAsked({ type, data, time }: WorkflowEvent): Asked {
  if (type !== 'TIMER_STARTED') return { type, data };
  return { type, data: { timerId: data.timerId, delayMs: data.fireAt - time } };
}

/** Each step ends as its input says, once. */
function wrongSteps(history: readonly WorkflowEvent[]): readonly string[] {
  const inputs = new Map<string, StepInput>();
  const wrong: string[] = [];
  for (const { type, data } of history) {
    if (type === 'TASK_SCHEDULED') inputs.set(data.taskId, data.input as StepInput); // the interpreter's
    if (type !== 'TASK_COMPLETED' && type !== 'TASK_FAILED') continue;
    const { taskId, ...end } = data;
    const input = inputs.get(taskId);
    const expected = input && endOfStep(input);
    if (!isDeepStrictEqual(end, expected)) {
      wrong.push(`${taskId} must end ${JSON.stringify(expected)}, and ended ${JSON.stringify(end)}`);
    }
  }
  return wrong;
}

/** What is awaited ends once at most; what the code cancelled has ended. */
function wrongEnds(cancelled: ReadonlySet<string>, history: readonly WorkflowEvent[]): readonly string[] {
  const ended = history.flatMap(({ type, data }) => {
    const kind = ENDS[type];
    return kind === undefined ? [] : [`${kind} ${idIn(data)}`];
  });
  const twice = ended.filter((key, index) => ended.indexOf(key) !== index);
  const open = [...cancelled].filter((key) => !ended.includes(key));
  return [
    ...twice.map((key) => `${key} ended twice`),
    ...open.map((key) => `${key} was cancelled, and the history does not say that it ended`),
  ];
}

/** What an event tells of. */
function idIn(data: object): string {
  const properties = new Map<string, unknown>(Object.entries(data));
  const id = properties.get('taskId') ?? properties.get('timerId') ?? properties.get('childId');
  return typeof id === 'string' ? id : '';
}
