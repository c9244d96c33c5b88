import { describe, expect, it } from 'vitest';
import { ReleaseWatch } from '../../../sim/coverage/index.ts';
import type { Option } from '../../../sim/kernel/index.ts';

const option = (request: number): Option => ({
  actorName: `actor ${request}`,
  label: 'step',
  occurrence: 1,
  thread: request,
  request,
  footprint: undefined,
  isTime: false,
});

/** Plays decisions: what could be done, and what is done; a choice is asked for where there is one. */
function play(
  ...decisions: readonly (readonly [ready: readonly number[], taken: number, isHealing?: boolean])[]
) {
  let next = 0;
  const watch = new ReleaseWatch({ choose: () => next });
  for (const [index, [ready, taken, isHealing = false]] of decisions.entries()) {
    const options = ready.map(option);
    next = ready.indexOf(taken);
    if (options.length > 1 && !isHealing) {
      watch.choose({ step: index + 1, options, plain: options.length, last: undefined });
    }
    watch.willStep(option(taken));
  }
  return Object.fromEntries(watch.releases);
}

describe('what let a step happen', () => {
  it('is the step after which it was first offered, however late it is taken', () => {
    expect(play([[1, 2], 1], [[2, 3], 2], [[3, 4], 4], [[3, 5], 3])).toEqual({ 1: 0, 2: 0, 3: 2, 4: 1 });
  });

  it('is the step just before, where nothing else could be done and a choice before did not offer it', () => {
    expect(play([[1, 2], 1], [[7], 7])).toEqual({ 1: 0, 2: 1 });
  });

  it('is not told of a step that came where nobody was asked, for it may have been possible for long', () => {
    expect(play([[1, 2], 1], [[8, 9], 8, true], [[9], 9, true])).toEqual({ 1: 0, 2: 1 });
  });

  it('is the latest, when a request waits for something else and is given a new number', () => {
    expect(play([[1, 2], 1], [[2, 3], 2], [[3, 4], 3])).toEqual({ 1: 0, 2: 0, 3: 1 });
  });
});

it('chooses as the one it watches', () => {
  const watch = new ReleaseWatch({ name: 'second', choose: () => 1 });
  expect(watch.name).toBe('second');
  expect(watch.choose({ step: 1, options: [option(1), option(2)], plain: 2, last: undefined })).toBe(1);
});
