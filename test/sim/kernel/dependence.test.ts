import { describe, expect, it } from 'vitest';
import { dependent, type Footprint } from '../../../sim/kernel/index.ts';
import { option } from '../../support/simulations.ts';

const reads: Footprint = [{ space: 'rows', key: '1', mode: 'read' }];
const writes: Footprint = [{ space: 'rows', key: '1', mode: 'write' }];
const apart = option('a', 'x', { footprint: [] });

describe('two steps depend on each other', () => {
  it.each([
    ['steps of one actor, whatever they touch', apart, apart, true],
    ['steps that touch nothing', apart, option('b', 'x', { footprint: [] }), false],
    [
      'a step that writes what the other reads',
      option('a', 'x', { footprint: reads }),
      option('b', 'x', { footprint: writes }),
      true,
    ],
    [
      'steps that read the same',
      option('a', 'x', { footprint: reads }),
      option('b', 'x', { footprint: reads }),
      false,
    ],
    ['a step that may touch anything, and one that touches nothing', option('b', 'x'), apart, false],
    [
      'time, and a step that touches nothing but may read a clock',
      option('clock', 'time passes', { isTime: true }),
      apart,
      true,
    ],
    [
      'a fault, and a step that touches nothing',
      option('b', 'x', { footprint: [], fault: 'crash' }),
      apart,
      true,
    ],
  ])('%s', (_, one, other, isDependent) => {
    expect(dependent(one, other)).toBe(isDependent);
    expect(dependent(other, one)).toBe(isDependent);
  });
});
