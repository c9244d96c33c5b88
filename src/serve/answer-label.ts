import { EngineError } from '../engine/index.ts';

/** What a call came to, in one of a few words: what metrics and traces tell it by. */
export function answerLabel(answer: unknown): string {
  if (typeof answer !== 'object' || answer === null) return 'OK';
  if ('type' in answer && typeof answer.type === 'string') return answer.type;
  if ('created' in answer) return answer.created === true ? 'CREATED' : 'REPEATED';
  if ('task' in answer || 'activation' in answer) return 'FOUND';
  return 'OK';
}

/** The same for what a call threw. */
export function failureLabel(error: unknown): string {
  return error instanceof EngineError ? error.code : 'ERROR';
}
