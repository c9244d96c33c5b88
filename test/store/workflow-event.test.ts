import { beforeEach, expect, it } from 'vitest';
import type { EventBody } from '../../src/events/index.ts';
import { appendEvents, insertWorkflow, selectEvents } from '../../src/store/index.ts';
import { onEachDatabase } from '../support/databases.ts';
import { untimed } from '../support/history.ts';

onEachDatabase((sql) => {
  const completed = (taskId: string): EventBody => ({ type: 'TASK_COMPLETED', data: { taskId } });

  beforeEach(async () => {
    for (const id of ['w1', 'w2']) {
      await insertWorkflow(sql, {
        id,
        kind: 'order',
        version: undefined,
        queue: 'default',
        priority: 0,
        input: undefined,
      });
    }
  });

  it('numbers events from the end of the history that they are appended to', async () => {
    expect(await appendEvents(sql, 'w1', [completed('a'), completed('b')])).toBe(0);
    expect(await appendEvents(sql, 'w2', [completed('x')])).toBe(0);
    expect(await appendEvents(sql, 'w1', [completed('c')])).toBe(2);

    expect(untimed(await selectEvents(sql, 'w1', 0))).toEqual([
      { sequence: 1, ...completed('a') },
      { sequence: 2, ...completed('b') },
      { sequence: 3, ...completed('c') },
    ]);
    expect(untimed(await selectEvents(sql, 'w2', 0))).toEqual([{ sequence: 1, ...completed('x') }]);
  });

  it('keeps the order of a long batch', async () => {
    const events = Array.from({ length: 250 }, (_, index) => completed(`t${index}`));

    await appendEvents(sql, 'w1', events);

    const read = untimed(await selectEvents(sql, 'w1', 0));
    expect(read).toEqual(events.map((event, index) => ({ sequence: index + 1, ...event })));
  });

  it('keeps what JSON can say as it was said', async () => {
    const output = {
      text: 'ü "quoted" \\ \n',
      none: null,
      list: [0, -1.5, 1e21, true, [], {}],
      'odd key': '',
    };
    const event: EventBody = { type: 'WORKFLOW_COMPLETED', data: { output } };

    await appendEvents(sql, 'w1', [event]);

    expect(untimed(await selectEvents(sql, 'w1', 0))).toEqual([{ sequence: 1, ...event }]);
  });

  it('does not append to the history of an unknown workflow', async () => {
    await expect(appendEvents(sql, 'w9', [completed('a')])).rejects.toMatchObject({ code: '23503' });
  });
});
