import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PartialOrder } from '../../../sim/coverage/index.ts';
import { type Access, dependent, type Footprint, keyOf, type Option } from '../../../sim/kernel/index.ts';
import { option } from '../../support/simulations.ts';

const access: fc.Arbitrary<Access> = fc
  .record({
    space: fc.constantFrom('rows', 'locks'),
    key: fc.constantFrom('1', '2', undefined),
    mode: fc.constantFrom('read' as const, 'lock' as const, 'write' as const),
  })
  .map(({ space, key, mode }) => (key === undefined ? { space, mode } : { space, key, mode }));
const footprint: fc.Arbitrary<Footprint | undefined> = fc.oneof(
  { weight: 5, arbitrary: fc.array(access, { maxLength: 2 }) },
  { weight: 1, arbitrary: fc.constant(undefined) },
);
const kind = fc.oneof(
  { weight: 8, arbitrary: fc.constant('step' as const) },
  { weight: 1, arbitrary: fc.constant('time' as const) },
  { weight: 1, arbitrary: fc.constant('fault' as const) },
);

/** Steps of a run, each with a key of its own. */
const run: fc.Arbitrary<readonly Option[]> = fc
  .array(fc.record({ actor: fc.constantFrom('a', 'b', 'c', 'd'), kind, footprint }), {
    minLength: 2,
    maxLength: 10,
  })
  .map((steps) =>
    steps.map(({ actor, kind: what, footprint: touched }, occurrence) =>
      what === 'time'
        ? option('clock', 'time passes', { occurrence, thread: -1, isTime: true })
        : option(actor, 'step', {
            occurrence,
            footprint: touched,
            ...(what === 'fault' ? { fault: 'lost' } : {}),
          }),
    ),
  );

function fingerprintOf(steps: readonly Option[]): string {
  const order = new PartialOrder();
  for (const step of steps) order.add(step);
  return order.fingerprint();
}

/** Which steps come before which others that they depend on: the definition of a trace. */
function orderOf(steps: readonly Option[]): string {
  const pairs = steps.flatMap((one, at) =>
    steps
      .slice(at + 1)
      .flatMap((other) => (dependent(one, other) ? [`${keyOf(one)} < ${keyOf(other)}`] : [])),
  );
  return JSON.stringify([steps.map(keyOf).toSorted(), pairs.toSorted()]);
}

/** The same steps with some neighbours swapped, whether they commute or not. */
function swapped(steps: readonly Option[], places: readonly number[]): readonly Option[] {
  const order = [...steps];
  for (const place of places) {
    const at = place % (order.length - 1);
    order.splice(at, 2, ...order.slice(at, at + 2).toReversed());
  }
  return order;
}

describe('the fingerprint of a partial order', () => {
  it('is the same for two runs if, and only if, they differ in the order of steps that commute', () => {
    let same = 0;
    fc.assert(
      fc.property(run, fc.array(fc.nat({ max: 100 }), { maxLength: 8 }), (steps, places) => {
        const other = swapped(steps, places);
        const isSame = orderOf(steps) === orderOf(other);
        expect(fingerprintOf(steps) === fingerprintOf(other)).toBe(isSame);
        if (isSame && places.length > 0) same += 1;
      }),
      { numRuns: 3_000 },
    );
    expect(same).toBeGreaterThan(100);
  });

  it('does not look at a fault that its actor has left behind', () => {
    const reads = { footprint: [{ space: 'rows', key: '2', mode: 'read' }] } as const;
    const fault = option('a', 'step', { ...reads, fault: 'lost' });
    const [own, other] = [option('a', 'step', { ...reads, occurrence: 2 }), option('b', 'step', reads)];
    expect(fingerprintOf([fault, own, other])).toBe(fingerprintOf([fault, other, own]));
    expect(fingerprintOf([fault, own, other])).not.toBe(fingerprintOf([own, fault, other]));
  });

  it('grows with each step', () => {
    const steps = [option('a', 'x', { footprint: [] }), option('b', 'y', { footprint: [] })];
    const order = new PartialOrder();
    const seen = [order.fingerprint()];
    for (const step of steps) {
      order.add(step);
      seen.push(order.fingerprint());
    }
    expect(new Set(seen).size).toBe(3);
    expect(seen[0]).toMatch(/^0{16}$/);
  });
});
