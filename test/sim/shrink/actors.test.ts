import { expect, it } from 'vitest';
import { actorsIn } from '../../../sim/shrink/actors.ts';

const step = (actor: string, label = 'acts', occurrence = 1): string =>
  JSON.stringify([actor, label, occurrence]);

it('counts a caller once, with all of its handlers and all of its lives', () => {
  const deviations = [
    { before: step('worker-1', 'call pollTask'), take: step('pollTask worker-1#1', 'commit') },
    { before: step('completeTask worker-1.2#4', 'commit'), take: step('sweeper-2.3') },
    { before: step('sweeper-2'), take: step('client') },
  ];
  expect(actorsIn(deviations)).toEqual(['worker-1', 'sweeper-2', 'client']);
});

it('counts neither time nor chance', () => {
  const deviations = [
    { before: step('client'), take: step('clock', 'time passes', 0) },
    { before: step('client'), take: JSON.stringify(['nemesis', 'server-1 dies', 0, 'crash-server']) },
  ];
  expect(actorsIn(deviations)).toEqual(['client']);
});
