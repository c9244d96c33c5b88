import { expect, it } from 'vitest';
import { packLanes } from '../../../reports/export/lane-packing.ts';

it('gives the first lane that is free, and a new one only where none is', () => {
  const spans = [
    { from: 1, to: 5 },
    { from: 2, to: 3 },
    { from: 4, to: 9 },
    { from: 5, to: 6 },
    { from: 7, to: 8 },
  ];
  expect(packLanes(spans)).toEqual([0, 1, 1, 2, 0]);
});
