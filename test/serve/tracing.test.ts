import { type Span, trace, type TracerProvider } from '@opentelemetry/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EngineError } from '../../src/engine/index.ts';
import { aroundOperations } from '../../src/serve/around-calls.ts';
import { traced } from '../../src/serve/tracing.ts';
import { recordingOperations, rejection } from '../support/rpc-servers.ts';

const spans: {
  name: string;
  attributes: Record<string, unknown>;
  status?: number;
  errors: number;
  ended: boolean;
}[] = [];

/** Keeps every span that is started. */
const recording = {
  getTracer: () => ({
    startActiveSpan(name: string, options: { attributes?: object }, body: (span: Span) => unknown) {
      const kept: (typeof spans)[number] = {
        name,
        attributes: { ...options.attributes },
        errors: 0,
        ended: false,
      };
      spans.push(kept);
      const span = {
        setAttribute: (key: string, value: unknown) => void (kept.attributes[key] = value),
        recordException: () => void (kept.errors += 1),
        setStatus: ({ code }: { code: number }) => void (kept.status = code),
        end: () => void (kept.ended = true),
      };
      return body(span as unknown as Span); // what the server does with a span, and no more
    },
  }),
} as unknown as TracerProvider; // tracers that start active spans alone

beforeAll(() => void trace.setGlobalTracerProvider(recording));
afterAll(() => trace.disable());

describe('a traced call', () => {
  it('is a span with its ids and its answer, and without payloads', async () => {
    const { operations } = recordingOperations({ completeTask: async () => ({ type: 'RECORDED' }) });
    const attempt = { taskId: 't', attempt: 2, token: 'secret' };
    await aroundOperations(operations, traced).completeTask({ ...attempt, output: { card: 1234 } });
    expect(spans.splice(0)).toEqual([
      {
        name: 'skein/completeTask',
        attributes: { 'skein.task_id': 't', 'skein.attempt': 2, 'skein.answer': 'RECORDED' },
        errors: 0,
        ended: true,
      },
    ]);
  });

  it.each([
    ['that is refused is no error', new EngineError('NOT_FOUND', 'w', 'there is no w'), 'NOT_FOUND', 0],
    ['that fails is one', new Error('disk full'), 'ERROR', 1],
  ])('%s', async (_, failure, answer, errors) => {
    const { operations } = recordingOperations({ queryWorkflow: () => Promise.reject(failure) });
    const call = aroundOperations(operations, traced).queryWorkflow({ workflowId: 'w' });
    expect(await rejection(call)).toBe(failure);
    expect(spans.splice(0)).toMatchObject([{ attributes: { 'skein.answer': answer }, errors, ended: true }]);
  });
});
