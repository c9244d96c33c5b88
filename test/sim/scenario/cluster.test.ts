import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../src/engine/index.ts';
import { NonRetryableError, task, workflow } from '../../../src/sdk/index.ts';
import { RandomRoot, type RunEnd, Simulation } from '../../../sim/kernel/index.ts';
import { CALM, Cluster, collectEvidence, type Scenario, type Size } from '../../../sim/scenario/index.ts';
import type { Defect } from '../../../models/defect/index.ts';
import type { Evidence } from '../../../models/law/index.ts';
import { dullest } from '../../support/simulations.ts';
import { sharedTarget } from '../../support/targets.ts';

const target = sharedTarget();
const SIZE: Size = { tasks: 2, workers: 1, servers: 1 };

const greet = task({ name: 'greet', run: async (_context, name: string) => `hello ${name}` });
const fail = task({
  name: 'fail',
  run: async (): Promise<string> => {
    throw new NonRetryableError('no way');
  },
});
const greeting = workflow({
  name: 'greeting',
  run: async (context, name: string) => await context.schedule(greet, name),
});
const failing = workflow({ name: 'failing', run: async (context) => await context.schedule(fail) });

type Played = { readonly cluster: Cluster; readonly end: RunEnd; readonly evidence: Evidence };

async function play(
  clients: ReturnType<Scenario['workload']>['clients'],
  defect?: Defect,
  size = SIZE,
): Promise<Played> {
  const random = new RandomRoot('seed');
  const simulation = new Simulation({ random, chooser: dullest });
  target().reset({ now: () => simulation.now(), entropy: random.stream('database') });
  const cluster = new Cluster(simulation, target(), defect, CALM);
  const workload = () => ({ workflows: [greeting, failing], tasks: [greet, fail], clients });
  cluster.populate({ name: 'test', summary: 'a test', size, workload }, size);
  const end = await simulation.run();
  return { cluster, end, evidence: await collectEvidence(target(), cluster, end) };
}

describe('a cluster', () => {
  it('runs what clients start, and goes home when the last of them has its result', async () => {
    const results: unknown[] = [];
    const clients = ['Ada', 'Grace'].map(
      (name) => async (client: Parameters<Parameters<typeof play>[0][number]>[0]) => {
        results.push(await (await client.start(greeting, name, { id: name })).result());
      },
    );
    const { end, evidence } = await play(clients, undefined, { tasks: 2, workers: 2, servers: 3 });
    expect(results.map(String).sort()).toEqual(['hello Ada', 'hello Grace']);
    expect(end).toMatchObject({ end: 'finished', failures: [] });
    expect(evidence.failures).toEqual([]);
    const actors = new Set(end.trace.steps.map(({ actor }) => actor.split('/')[0] ?? ''));
    expect([...actors].sort()).toEqual([
      'client-1',
      'client-2',
      'clock',
      'server-1',
      'server-2',
      'server-3',
      'worker-1',
      'worker-2',
    ]);
  });

  it('notes what workers were told of the results they reported', async () => {
    const { evidence } = await play([
      async (client) => {
        await (await client.start(greeting, 'Ada', { id: 'good' })).result();
        await (await client.start(failing, undefined, { id: 'bad' })).result().catch(() => undefined);
      },
    ]);
    expect(evidence.acknowledged).toEqual([
      { operation: 'completeTask', taskId: 'good/task/1', answer: 'RECORDED' },
      { operation: 'failTask', taskId: 'bad/task/1', answer: 'RECORDED' },
    ]);
  });

  it('notes the client that got another result than it must, and still goes home', async () => {
    const { end, evidence } = await play([() => Promise.reject(new Error('not what I wanted'))]);
    expect(end.end).toBe('finished');
    expect(evidence.failures).toEqual([{ actor: 'client', message: 'Error: not what I wanted' }]);
  });

  it('gives clients and workers the errors of the engine', async () => {
    const caught: unknown[] = [];
    await play([
      async (client) => {
        await client.start(greeting, 'Ada', { id: 'twice' });
        caught.push(await client.start(greeting, 'Ada', { id: 'twice' }).catch((error: unknown) => error));
      },
    ]);
    expect(caught[0]).toBeInstanceOf(EngineError);
    expect(caught[0]).toMatchObject({ code: 'ALREADY_EXISTS', subject: 'twice' });
  });

  it('lets a defect replace operations of the engine, with the ports of the engine', async () => {
    const seen: string[] = [];
    const defect: Defect = {
      name: 'test',
      summary: 'a test',
      source: 'a test',
      breaks: 'nothing',
      shows: { scenario: 'fan-out', least: { actors: 1, preemptions: 0, faults: 0 } },
      apply: (engine, { sql, random }) => ({
        ...engine,
        async completeTask(request) {
          const [row] = await sql.query<{ id: string }>('select id from task_execution');
          seen.push(row?.id ?? 'none', random.uuid());
          return await engine.completeTask(request);
        },
      }),
    };
    const { evidence } = await play(
      [async (client) => void (await (await client.start(greeting, 'Ada', { id: 'w' })).result())],
      defect,
    );
    expect(seen).toEqual(['w/task/1', expect.stringMatching(/^[0-9a-f-]{36}$/)]);
    expect(evidence.acknowledged).toHaveLength(1);
  });
});

describe('evidence', () => {
  it('is what the run left in the tables, in order, and how it ended', async () => {
    const { end, evidence } = await play([
      async (client) => {
        await (await client.start(failing, undefined, { id: 'a' })).result().catch(() => undefined);
        await (await client.start(greeting, 'Ada', { id: 'b' })).result();
      },
    ]);
    expect(evidence).toMatchObject({
      workflows: [
        { id: 'a', status: 'FAILED' },
        { id: 'b', status: 'COMPLETED' },
      ],
      tasks: [
        { id: 'a/task/1', workflowId: 'a', status: 'FAILED', ignored: false },
        { id: 'b/task/1', workflowId: 'b', status: 'COMPLETED', ignored: false },
      ],
      end: 'finished',
      elapsedMs: end.elapsedMs,
    });
    expect(
      evidence.events.map(({ workflowId, sequence, type }) => `${workflowId} ${sequence} ${type}`),
    ).toEqual([
      'a 1 WORKFLOW_STARTED',
      'a 2 TASK_SCHEDULED',
      'a 3 WORKFLOW_SUSPENDED',
      'a 4 TASK_FAILED',
      'a 5 WORKFLOW_FAILED',
      'b 1 WORKFLOW_STARTED',
      'b 2 TASK_SCHEDULED',
      'b 3 WORKFLOW_SUSPENDED',
      'b 4 TASK_COMPLETED',
      'b 5 WORKFLOW_COMPLETED',
    ]);
    expect(evidence.events[3]?.data.taskId).toBe('a/task/1');
  });

  it('counts an actor that failed among the failures', async () => {
    const { cluster, end } = await play([async () => undefined]);
    const failures = [{ actor: 'worker-1', error: new Error('fell over') }];
    const evidence = await collectEvidence(target(), cluster, { ...end, failures });
    expect(evidence.failures).toEqual([{ actor: 'worker-1', message: 'Error: fell over' }]);
  });
});
