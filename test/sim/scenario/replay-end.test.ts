import { describe, expect, it } from 'vitest';
import type { EventBody, WorkflowEvent } from '../../../src/events/index.ts';
import { systemClock } from '../../../src/ports/system/index.ts';
import { type AnyWorkflow, task, workflow } from '../../../src/sdk/index.ts';
import { replayEnd } from '../../../sim/scenario/replay-end.ts';

const echo = task({ name: 'echo', run: async (_context, input: number) => input });

const plain = workflow({
  name: 'plain',
  run: async (context, input: number) => {
    context.schedule(echo, -1).cancel();
    const doubled = 2 * (await context.schedule(echo, input));
    context.set('doubled', doubled);
    return { doubled };
  },
});

const STARTED: EventBody = { type: 'WORKFLOW_STARTED', data: { kind: 'plain', input: 4 } };
const UP_TO_RESULT: readonly EventBody[] = [
  STARTED,
  { type: 'TASK_SCHEDULED', data: { taskId: 'w/task/1', kind: 'echo', input: -1 } },
  { type: 'TASK_SCHEDULED', data: { taskId: 'w/task/2', kind: 'echo', input: 4 } },
  { type: 'WORKFLOW_SUSPENDED', data: { seen: 1 } },
  { type: 'TASK_COMPLETED', data: { taskId: 'w/task/2', output: 4 } },
];
const SET: EventBody = { type: 'STATE_SET', data: { key: 'doubled', value: 8 } };
const completed = (output: number): EventBody => ({
  type: 'WORKFLOW_COMPLETED',
  data: { output: { doubled: output } },
});

function endOf(bodies: readonly EventBody[], definition: AnyWorkflow = plain): Promise<string | undefined> {
  const history: readonly WorkflowEvent[] = bodies.map((body, index) => ({
    ...body,
    sequence: index + 1,
    time: 1_000 + index,
  }));
  return replayEnd(definition, 'w', history, systemClock);
}

describe('the end of a history', () => {
  it('is what the code comes to, whatever was cancelled in vain', async () => {
    expect(await endOf([...UP_TO_RESULT, SET, completed(8)])).toBeUndefined();
  });

  it('differs if the last activation asked for something that is not there', async () => {
    expect(await endOf([...UP_TO_RESULT, completed(8)])).toBe(
      'the history has come to its end without a SET_STATE that the code asks for',
    );
  });

  it('differs if the code returns something else', async () => {
    expect(await endOf([...UP_TO_RESULT, SET, completed(9)])).toBe(
      'the history ends with {"doubled":9}, and now the code returns {"doubled":8}',
    );
  });

  it('differs if the code does not return', async () => {
    expect(await endOf([...UP_TO_RESULT.slice(0, 4), completed(8)])).toMatch(
      /now the code returns undefined$/,
    );
  });

  it('is not looked at before there is one, nor if it is another', async () => {
    expect(await endOf(UP_TO_RESULT)).toBeUndefined();
    expect(await endOf([STARTED, { type: 'WORKFLOW_CANCELLED', data: {} }])).toBeUndefined();
    expect(await endOf([])).toBeUndefined();
  });
});
