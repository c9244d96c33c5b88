import { expect, it } from 'vitest';
import { createEngine, EngineError, type GetEventsRequest } from '../../src/engine/index.ts';
import { systemRandom } from '../../src/ports/system/index.ts';
import { onEachDatabase } from '../support/databases.ts';
import { claimWorkflow, command, start, submit } from '../support/engine.ts';
import { untimed } from '../support/history.ts';

onEachDatabase((sql) => {
  const engine = createEngine({ sql, random: systemRandom });

  const all = [
    { sequence: 1, type: 'WORKFLOW_STARTED', data: { kind: 'order' } },
    { sequence: 2, type: 'TASK_SCHEDULED', data: { taskId: 't1', kind: 'charge', input: [1] } },
    { sequence: 3, type: 'WORKFLOW_SUSPENDED', data: { seen: 1 } },
  ];

  async function threeEvents(): Promise<void> {
    await start(engine, 'w1');
    await submit(engine, await claimWorkflow(engine), { commands: [command('t1', { input: [1] })] });
  }

  async function read(request: GetEventsRequest): Promise<unknown> {
    return untimed((await engine.getEvents(request)).events);
  }

  it('reads the whole history in order', async () => {
    await threeEvents();

    expect(await read({ workflowId: 'w1', after: 0 })).toEqual(all);
  });

  it('reads only what comes after a sequence', async () => {
    await threeEvents();

    expect(await read({ workflowId: 'w1', after: 1 })).toEqual(all.slice(1));
    expect(await read({ workflowId: 'w1', after: 2 })).toEqual(all.slice(2));
  });

  it('reads no more than it is asked for', async () => {
    await threeEvents();

    expect(await read({ workflowId: 'w1', after: 1, limit: 1 })).toEqual(all.slice(1, 2));
    expect(await read({ workflowId: 'w1', after: 0, limit: 9 })).toEqual(all);
  });

  it('tells when each was appended', async () => {
    await threeEvents();
    const { events } = await engine.getEvents({ workflowId: 'w1', after: 0 });
    const rows = await sql.query<{ time: number }>(
      'select floor(extract(epoch from created_at) * 1000)::bigint as time from workflow_event order by sequence',
    );
    expect(events.map(({ time }) => time)).toEqual(rows.map(({ time }) => time));
  });

  it('answers with no events at the end of a history', async () => {
    await threeEvents();

    expect(await read({ workflowId: 'w1', after: 3 })).toEqual([]);
    expect(await read({ workflowId: 'w1', after: 99 })).toEqual([]);
  });

  it("keeps other workflows' events out", async () => {
    await threeEvents();
    await start(engine, 'w2', { input: 'mine' });

    expect(await read({ workflowId: 'w2', after: 0 })).toEqual([
      { sequence: 1, type: 'WORKFLOW_STARTED', data: { kind: 'order', input: 'mine' } },
    ]);
  });

  it.each([0, 5])('says that there is no such workflow when asked for what comes after %i', async (after) => {
    await start(engine, 'w1');

    const refusal = await engine.getEvents({ workflowId: 'w2', after }).catch((error: unknown) => error);

    expect(refusal).toBeInstanceOf(EngineError);
    expect(refusal).toMatchObject({ code: 'NOT_FOUND', subject: 'w2' });
  });
});
