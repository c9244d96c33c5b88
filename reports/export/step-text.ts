import type { TimeDetail, TraceStep } from '../../sim/kernel/index.ts';
import type { AnswerDetail, CallDetail, LostCallDetail } from '../../sim/network/index.ts';
import type { BlowDetail } from '../../sim/scenario/index.ts';
import type { LostDetail, SqlDetail, WaitDetail } from '../../sim/target/index.ts';
import { summarizeSql } from '../sql-summary.ts';

/** Whatever the actors of an engine's run do in a step. */
export type EngineDetail =
  | AnswerDetail
  | BlowDetail
  | CallDetail
  | LostCallDetail
  | LostDetail
  | SqlDetail
  | TimeDetail
  | WaitDetail;

/** A step in a few words: what, and what came of it, if it tells. */
export type StepText = {
  readonly label: string;
  readonly result: string | undefined;
  readonly isRefused: boolean;
};

/** What a step of a run of the engine did. */
export function detailOf({ detail }: TraceStep): EngineDetail {
  return detail as EngineDetail; // a run of the engine has no other steps
}

/** Tells a step in one line. */
export function stepText(step: TraceStep): StepText {
  const detail = detailOf(step);
  switch (detail.kind) {
    case 'sql':
    case 'wait': {
      const { statement, answer, isRefused } = summarizeSql(detail);
      return { label: statement, result: answer ?? 'has to wait', isRefused };
    }
    case 'lost': {
      const { statement } = summarizeSql({ ...detail, kind: 'wait', begins: false });
      const result = `${detail.isDone ? 'done, then ' : ''}the connection is lost`;
      return { label: statement, result, isRefused: true };
    }
    case 'call':
      return told(`call ${callText(detail)}`);
    case 'lost-call':
      return { label: `call ${detail.operation}`, result: 'never arrives', isRefused: true };
    case 'delayed-call':
      return { label: `call ${detail.operation}`, result: 'is held up', isRefused: true };
    case 'answer':
      return {
        label: `answer to ${detail.operation}`,
        result: responseText(detail.response),
        isRefused: 'error' in detail.response,
      };
    case 'blow':
      return told(detail.what);
    case 'time':
      return told('time passes');
  }
}

/** A request by its operation and what it is about: `completeTask sum/task/1`. */
export function callText({ operation, request }: CallDetail): string {
  const { taskId, workflowId, id } = request as { taskId?: string; workflowId?: string; id?: string }; // where it has them
  return `${operation} ${taskId ?? workflowId ?? id ?? ''}`.trim();
}

const LONGEST = 80;

function responseText(response: AnswerDetail['response']): string {
  const text = 'error' in response ? response.error : JSON.stringify(response.value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}

function told(label: string): StepText {
  return { label, result: undefined, isRefused: false };
}
