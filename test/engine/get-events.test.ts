import { expect, it } from 'vitest';
import { createEngine, EngineError } from '../../src/engine/index.ts';
import { systemRandom } from '../../src/ports/system/index.ts';
import { onEachDatabase } from '../support/databases.ts';
import { claimWorkflow, command, start, submit } from '../support/engine.ts';

onEachDatabase((sql) => {
  const engine = createEngine({ sql, random: systemRandom });

  const all = [
    { sequence: 1, type: 'WORKFLOW_STARTED', data: { kind: 'order' } },
    { sequence: 2, type: 'TASK_SCHEDULED', data: { taskId: 't1', kind: 'charge', input: [1] } },
    { sequence: 3, type: 'WORKFLOW_SUSPENDED', data: {} },
  ];

  async function threeEvents(): Promise<void> {
    await start(engine, 'w1');
    await submit(engine, await claimWorkflow(engine), { commands: [command('t1', { input: [1] })] });
  }

  it('reads the whole history in order', async () => {
    await threeEvents();

    expect(await engine.getEvents({ workflowId: 'w1', after: 0 })).toEqual({ events: all });
  });

  it('reads only what comes after a sequence', async () => {
    await threeEvents();

    expect(await engine.getEvents({ workflowId: 'w1', after: 1 })).toEqual({ events: all.slice(1) });
    expect(await engine.getEvents({ workflowId: 'w1', after: 2 })).toEqual({ events: all.slice(2) });
  });

  it('answers with no events at the end of a history', async () => {
    await threeEvents();

    expect(await engine.getEvents({ workflowId: 'w1', after: 3 })).toEqual({ events: [] });
    expect(await engine.getEvents({ workflowId: 'w1', after: 99 })).toEqual({ events: [] });
  });

  it("keeps other workflows' events out", async () => {
    await threeEvents();
    await start(engine, 'w2', { input: 'mine' });

    expect(await engine.getEvents({ workflowId: 'w2', after: 0 })).toEqual({
      events: [{ sequence: 1, type: 'WORKFLOW_STARTED', data: { kind: 'order', input: 'mine' } }],
    });
  });

  it.each([0, 5])('says that there is no such workflow when asked for what comes after %i', async (after) => {
    await start(engine, 'w1');

    const refusal = await engine.getEvents({ workflowId: 'w2', after }).catch((error: unknown) => error);

    expect(refusal).toBeInstanceOf(EngineError);
    expect(refusal).toMatchObject({ code: 'NOT_FOUND', subject: 'w2' });
  });
});
