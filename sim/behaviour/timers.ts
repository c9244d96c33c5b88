import { CancelledError, workflow } from '../../src/sdk/index.ts';
import { type Behaviour, comesTo } from './behaviour.ts';

const fires = workflow({
  name: 'timer_fires',
  run: async (context) => {
    const begun = context.now();
    await context.sleep(100);
    return context.now() - begun >= 100;
  },
});

const inOrder = workflow({
  name: 'timers_fire_in_order',
  run: async (context) => {
    const fired: number[] = [];
    const waits = [150, 50, 100].map(async (delay) => {
      await context.sleep(delay);
      fired.push(delay);
    });
    await Promise.all(waits);
    return fired;
  },
});

const untilTime = workflow({
  name: 'timer_until_a_time',
  run: async (context) => {
    const at = context.now() + 80;
    await context.sleepUntil(at);
    await context.sleepUntil(at - 1_000); // long past: at once
    return context.now() >= at;
  },
});

const cancelled = workflow({
  name: 'timer_cancelled',
  run: async (context) => {
    const timer = context.sleep(60_000);
    await context.sleep(10);
    timer.cancel();
    return await timer.catch((error: unknown) => error instanceof CancelledError);
  },
});

/** Time that passes in the database, not in a process. */
export const TIMERS: readonly Behaviour[] = [
  comesTo(fires, { end: 'COMPLETED true', events: { TIMER_STARTED: 1, TIMER_FIRED: 1 } }),
  comesTo(inOrder, { end: 'COMPLETED [50,100,150]', events: { TIMER_STARTED: 3, TIMER_FIRED: 3 } }),
  comesTo(untilTime, { end: 'COMPLETED true', events: { TIMER_FIRED: 2 } }),
  comesTo(cancelled, { end: 'COMPLETED true', events: { TIMER_FIRED: 1, TIMER_CANCELLED: 1 } }),
];
