import { describe, expect, it } from 'vitest';
import type { WorkflowEvent } from '../../../src/events/index.ts';
import { task, workflow, type WorkflowContext } from '../../../src/sdk/index.ts';
import { checkHistory, HistoryDiffersError, testEngine } from '../../../sim/testing/index.ts';

const charge = task<number, string>({ name: 'charge', run: (_, cents) => Promise.resolve(`paid ${cents}`) });
const ship = task<string, string>({ name: 'ship', run: (_, to) => Promise.resolve(`shipped to ${to}`) });

/** Versions of one workflow: what it did when the history was made, and what it does after somebody changed it. */
const as = (run: (context: WorkflowContext, cents: number) => Promise<string>) =>
  workflow<number, string>({ name: 'order', run });
const original = as(async (context, cents) => {
  const paid = await context.schedule(charge, cents);
  await context.sleep(1_000);
  return `${paid}, ${await context.schedule(ship, 'home')}`;
});

async function recorded(): Promise<readonly WorkflowEvent[]> {
  const engine = await testEngine({ workflows: [original], tasks: [charge, ship] });
  try {
    const { histories } = await engine.run((client) => client.execute(original, 5, { id: 'o1' }));
    return JSON.parse(JSON.stringify(histories.get('o1'))) as readonly WorkflowEvent[]; // what a file has
  } finally {
    await engine.close();
  }
}

describe('checkHistory', async () => {
  const events = await recorded();
  const check = (definition: typeof original, history = events): Promise<void> =>
    checkHistory([definition], { workflowId: 'o1', events: history });

  it('is content with the code that made it', async () => {
    await expect(check(original)).resolves.toBeUndefined();
  });

  it('is content with every history that is not over yet', async () => {
    for (let length = 1; length <= events.length; length += 1) {
      await expect(check(original, events.slice(0, length))).resolves.toBeUndefined();
    }
  });

  it('is content with code that does more where the history has ended, were it not over', async () => {
    const longer = as(async (context, cents) => {
      const paid = await context.schedule(charge, cents);
      await context.sleep(1_000);
      const shipped = await context.schedule(ship, 'home');
      return `${paid}, ${shipped}, ${await context.schedule(charge, 1)}`;
    });
    const beforeTheEnd = events.slice(0, -1);
    await expect(check(longer, beforeTheEnd)).resolves.toBeUndefined();
    await expect(check(longer)).rejects.toThrow(
      'workflow o1 of kind order does not replay: the history ends with WORKFLOW_COMPLETED, and now the code suspends',
    );
  });

  it('tells of another task in the place of one, with both sides', async () => {
    const other = as(async (context) => {
      await context.schedule(ship, 'home');
      await context.sleep(1_000);
      return '';
    });
    await expect(check(other)).rejects.toThrow(HistoryDiffersError);
    await expect(check(other)).rejects.toThrow(
      /fails with DeterminismViolation: .*ship.*charge|charge.*ship/,
    );
  });

  it('tells of a task that is asked for sooner', async () => {
    const sooner = as(async (context, cents) => {
      const [paid, shipped] = await Promise.all([
        context.schedule(charge, cents),
        context.schedule(ship, 'home'),
      ]);
      await context.sleep(1_000);
      return `${paid}, ${shipped}`;
    });
    await expect(check(sooner)).rejects.toThrow(
      'up to event 1 it asked for task o1/task/1, and now asks for task o1/task/1, task o1/task/2',
    );
  });

  it('tells of a definition that is gone, and of what is no history', async () => {
    await expect(checkHistory([], { workflowId: 'o1', events })).rejects.toThrow(
      'no definition of that kind',
    );
    await expect(check(original, events.slice(1))).rejects.toThrow('does not begin with WORKFLOW_STARTED');
  });
});
