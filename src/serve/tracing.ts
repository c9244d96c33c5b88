import { type Attributes, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { EngineError } from '../engine/index.ts';
import { answerLabel, failureLabel } from './answer-label.ts';
import type { Around } from './around-calls.ts';

/**
 * A span of OpenTelemetry for every call, of the name `skein/<operation>`. It goes to whatever provider the process has
 * registered; without one it costs next to nothing. What the engine refuses is an answer, and no error of the server.
 */
export const traced: Around = (name, request, call) => {
  const tracer = trace.getTracer('skein');
  const options = { kind: SpanKind.SERVER, attributes: attributesOf(request) };
  return tracer.startActiveSpan(`skein/${name}`, options, async (span) => {
    try {
      const answer = await call();
      span.setAttribute('skein.answer', answerLabel(answer));
      return answer;
    } catch (error) {
      span.setAttribute('skein.answer', failureLabel(error));
      if (!(error instanceof EngineError)) {
        span.recordException(error instanceof Error ? error : String(error));
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      throw error;
    } finally {
      span.end();
    }
  });
};

/** Ids alone: payloads are nobody's business. */
function attributesOf(request: unknown): Attributes {
  const attributes: Attributes = {};
  if (typeof request !== 'object' || request === null) return attributes;
  for (const [attribute, property] of [
    ['skein.workflow_id', 'workflowId'],
    ['skein.task_id', 'taskId'],
    ['skein.id', 'id'],
    ['skein.kind', 'kind'],
    ['skein.queue', 'queue'],
    ['skein.worker', 'worker'],
    ['skein.attempt', 'attempt'],
  ] as const) {
    const value: unknown = Reflect.get(request, property);
    if (typeof value === 'string' || typeof value === 'number') attributes[attribute] = value;
  }
  return attributes;
}
