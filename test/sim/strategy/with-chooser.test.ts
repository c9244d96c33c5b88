import { expect, it } from 'vitest';
import { withChooser } from '../../../sim/strategy/index.ts';

it('a run that is done again from the start has a new chooser, and the last one is given back', async () => {
  const make = () => ({ asked: 0, choose: () => 0 });
  const { result, chooser } = await withChooser(make, async (makeChooser) => {
    makeChooser().asked = 1; // of an attempt that is given up
    const last = makeChooser();
    last.asked += 2;
    return last.choose();
  });
  expect(result).toBe(0);
  expect(chooser.asked).toBe(2);
});
