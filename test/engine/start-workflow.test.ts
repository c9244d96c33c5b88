import { expect, it } from 'vitest';
import { createEngine, EngineError } from '../../src/engine/index.ts';
import { systemRandom } from '../../src/ports/system/index.ts';
import { onEachDatabase } from '../support/databases.ts';
import { contents, historyOf, start, workflowRow } from '../support/engine.ts';

onEachDatabase((sql) => {
  const engine = createEngine({ sql, random: systemRandom });
  const request = { id: 'w1', kind: 'order', queue: 'default' };

  it('writes a PENDING workflow and its first event', async () => {
    const response = await engine.startWorkflow({ ...request, input: { items: [1, null, 'é'] } });

    expect(response).toEqual({ workflowId: 'w1', created: true });
    expect(await workflowRow(sql, 'w1')).toMatchObject({
      status: 'PENDING',
      input: { items: [1, null, 'é'] },
      leaseToken: null,
    });
    expect(await historyOf(engine, 'w1')).toEqual([
      { type: 'WORKFLOW_STARTED', data: { kind: 'order', input: { items: [1, null, 'é'] } } },
    ]);
  });

  it('tells no input from an input of null', async () => {
    await engine.startWorkflow({ ...request, id: 'without' });
    await engine.startWorkflow({ ...request, id: 'with-null', input: null });

    expect(await historyOf(engine, 'without')).toEqual([
      { type: 'WORKFLOW_STARTED', data: { kind: 'order' } },
    ]);
    expect(await historyOf(engine, 'with-null')).toEqual([
      { type: 'WORKFLOW_STARTED', data: { kind: 'order', input: null } },
    ]);
    expect((await workflowRow(sql, 'without')).hasInput).toBe(false);
    expect((await workflowRow(sql, 'with-null')).hasInput).toBe(true);
  });

  it('refuses an id that is taken and writes nothing', async () => {
    await engine.startWorkflow(request);
    const before = await contents(sql);

    const refusal = await engine
      .startWorkflow({ ...request, kind: 'other' })
      .catch((error: unknown) => error);

    expect(refusal).toBeInstanceOf(EngineError);
    expect(refusal).toMatchObject({ code: 'ALREADY_EXISTS', subject: 'w1' });
    expect(await contents(sql)).toEqual(before);
  });

  it('starts one of several that ask for the same id at once', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => engine.startWorkflow(request)));

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(refusals).toHaveLength(7);
    for (const refusal of refusals) expect(refusal).toMatchObject({ code: 'ALREADY_EXISTS' });
    expect(await historyOf(engine, 'w1')).toHaveLength(1);
  });

  it('refuses an id that the database cannot hold', async () => {
    const refusal = await start(engine, '').catch((error: unknown) => error);

    expect(refusal).toBeInstanceOf(EngineError);
    expect(refusal).toMatchObject({ code: 'INVALID_ARGUMENT', subject: 'startWorkflow' });
    expect((await contents(sql)).flat()).toEqual([]);
  });

  it('starts one workflow for a key that is used twice', async () => {
    await engine.startWorkflow({ ...request, idempotencyKey: 'k' });
    const before = await contents(sql);

    const again = await engine.startWorkflow({ ...request, id: 'w2', idempotencyKey: 'k' });
    const sameId = await engine.startWorkflow({ ...request, idempotencyKey: 'k' });

    expect(again).toEqual({ workflowId: 'w1', created: false });
    expect(sameId).toEqual({ workflowId: 'w1', created: false });
    expect(await contents(sql)).toEqual(before);
  });

  it('starts one workflow for a key that is used by several at once', async () => {
    const responses = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        engine.startWorkflow({ ...request, id: `w${index}`, idempotencyKey: 'k' }),
      ),
    );

    expect(new Set(responses.map(({ workflowId }) => workflowId)).size).toBe(1);
    expect(responses.filter(({ created }) => created)).toHaveLength(1);
    expect(await sql.query('select id from workflow_execution')).toEqual([{ id: responses[0]?.workflowId }]);
    expect(await sql.query('select workflow_id as id, sequence from workflow_event')).toEqual([
      { id: responses[0]?.workflowId, sequence: 1 },
    ]);
  });

  it('keeps the keys of different kinds apart', async () => {
    const first = await engine.startWorkflow({ ...request, idempotencyKey: 'k' });
    const second = await engine.startWorkflow({ ...request, id: 'w2', kind: 'refund', idempotencyKey: 'k' });

    expect([first, second]).toEqual([
      { workflowId: 'w1', created: true },
      { workflowId: 'w2', created: true },
    ]);
  });

  it('refuses an id that was taken without the key, and leaves the key unclaimed', async () => {
    await engine.startWorkflow(request);
    const before = await contents(sql);

    const refused = engine.startWorkflow({ ...request, idempotencyKey: 'k' });

    await expect(refused).rejects.toMatchObject({ code: 'ALREADY_EXISTS', subject: 'w1' });
    expect(await contents(sql)).toEqual(before);
    expect(await engine.startWorkflow({ ...request, id: 'w2', idempotencyKey: 'k' })).toEqual({
      workflowId: 'w2',
      created: true,
    });
  });
});
