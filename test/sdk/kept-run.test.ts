import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/events/index.ts';
import { type AnyWorkflow, workflow, type WorkflowContext, WorkflowRun } from '../../src/sdk/index.ts';
import { systemClock } from '../../src/ports/system/index.ts';
import {
  completed,
  historyFrom,
  numbered,
  scheduled,
  scheduledBy,
  suspended,
  taskNamed,
} from '../support/history.ts';

const a = taskNamed('a');
const b = taskNamed('b');

function order(run: (context: WorkflowContext, input: Json) => Promise<Json | void>) {
  return workflow<Json, Json | void>({ name: 'order', run });
}

const kinds = (result: Awaited<ReturnType<WorkflowRun['resume']>>): string[] =>
  scheduledBy(result).map(({ kind }) => kind);

describe('a kept run', () => {
  const kept = (definition: AnyWorkflow): WorkflowRun =>
    new WorkflowRun(definition, 'w1', 'default', systemClock);

  it('goes on where it was, without running anything again', async () => {
    const steps: unknown[] = [];
    const definition = order(async (context) => {
      steps.push('began');
      steps.push(await context.schedule(a));
      steps.push(await context.schedule(b));
      return 'done';
    });
    const run = kept(definition);
    const history = historyFrom(undefined, scheduled(1, 'a'), suspended, completed(1, 7));

    expect(kinds(await run.resume(history.slice(0, 1)))).toEqual(['a']);
    expect(run.seen).toBe(1);
    expect(kinds(await run.resume(history.slice(1)))).toEqual(['b']);
    const rest = [scheduled(2, 'b'), suspended, completed(2, 8)];
    const { commands, outcome } = await run.resume(rest.map((event, index) => numbered(event, 5 + index)));

    expect(commands).toEqual([]);
    expect(outcome).toEqual({ type: 'COMPLETED', output: 'done' });
    expect(steps).toEqual(['began', 7, 8]);
  });

  it('goes on with what another worker has done meanwhile', async () => {
    const definition = order(async (context) => {
      const first = await context.schedule(a);
      const second = await context.schedule(b);
      return [first, second];
    });
    const run = kept(definition);
    const history = historyFrom(
      undefined,
      scheduled(1, 'a'),
      suspended,
      completed(1, 7),
      scheduled(2, 'b'),
      suspended,
      completed(2, 8),
    );
    await run.resume(history.slice(0, 1));

    expect(await run.resume(history.slice(1))).toEqual({
      commands: [],
      outcome: { type: 'COMPLETED', output: [7, 8] },
    });
  });

  it('tells when another worker with other code has gone on differently', async () => {
    const definition = order(async (context) => {
      await context.schedule(a);
      await context.schedule(b);
    });
    const run = kept(definition);
    const history = historyFrom(undefined, scheduled(1, 'a'), suspended, completed(1), scheduled(2, 'a'));
    await run.resume(history.slice(0, 1));

    const { outcome } = await run.resume(history.slice(1));

    expect(outcome).toMatchObject({ type: 'FAILED', error: { name: 'DeterminismViolation' } });
  });

  it('does nothing when there is nothing new', async () => {
    const run = kept(order((context) => context.schedule(a)));
    await run.resume(historyFrom(undefined));

    expect(await run.resume([])).toEqual({ commands: [], outcome: { type: 'SUSPENDED' } });
  });
});
