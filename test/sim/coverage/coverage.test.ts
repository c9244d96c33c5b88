import { describe, expect, it } from 'vitest';
import { Coverage, Crossings, isWatched, RunWatch, StepOrders } from '../../../sim/coverage/index.ts';
import { RandomRoot } from '../../../sim/kernel/index.ts';
import { anyOf, dullest, option, play, step } from '../../support/simulations.ts';

/** Has a run watched that takes these steps, each of them touching the same thing. */
function take(coverage: Coverage, place: number, labels: readonly string[]): void {
  const watch = new RunWatch(dullest, new StepOrders());
  for (const label of labels) watch.willStep(option(label, label));
  coverage.add(place, watch.seen('plan'));
}

describe('coverage', () => {
  it('has nothing to say of no runs', () => {
    expect(new Coverage().figures()).toMatchObject({
      runs: 0,
      traces: { seen: 0, nextIsNew: undefined },
      orders: { seen: 0, possible: 0, newInNext: undefined },
      curve: [],
    });
  });

  it('counts runs of the same trace once, and estimates how likely the next is new by those seen once', () => {
    const coverage = new Coverage();
    for (const [place, labels] of ['a b', 'b a', 'a b', 'a b c'].entries()) {
      take(coverage, place, labels.split(' '));
    }
    expect(coverage.figures().traces).toEqual({ seen: 3, nextIsNew: 0.5 });
  });

  it('estimates what is unseen about right', () => {
    const coverage = new Coverage();
    const random = new RandomRoot('coverage').stream('draw');
    const seen = new Set<number>();
    // 1,000 traces, each as likely as the others.
    for (let run = 0; run < 1_000; run += 1) {
      const trace = random.below(1_000);
      seen.add(trace);
      take(coverage, run, [String(trace)]);
    }
    const { nextIsNew = 0 } = coverage.figures().traces;
    expect(Math.abs(nextIsNew - (1 - seen.size / 1_000))).toBeLessThan(0.06);
  });

  it('keeps the curve at the first 1, 2, 5, 10, 20, 50, … seeds, and at the end', () => {
    const coverage = new Coverage();
    for (let run = 0; run < 120; run += 1) take(coverage, run, [String(run)]);
    const { curve } = coverage.figures();
    expect(curve.map(({ runs }) => runs)).toEqual([1, 2, 5, 10, 20, 50, 100, 120]);
    expect(curve.map(({ traces }) => traces)).toEqual([1, 2, 5, 10, 20, 50, 100, 120]);
  });

  it('leaves out points of the curve at which no further run was watched', () => {
    const coverage = new Coverage();
    for (const place of [3, 60, 70]) take(coverage, place, [String(place)]);
    expect(coverage.figures().curve).toEqual([
      { runs: 1, traces: 1, orders: 0 },
      { runs: 3, traces: 3, orders: 0 },
    ]);
  });

  it('is the same in parts, in whatever order they are put together', () => {
    const random = new RandomRoot('parts').stream('draw');
    const sights = Array.from({ length: 300 }, (_, place) => [place, `${random.below(120)}`] as const);
    const whole = new Coverage();
    const parts = [new Coverage(), new Coverage(), new Coverage()];
    for (const [place, label] of sights) {
      take(whole, place, [label]);
      const part = parts[random.below(parts.length)];
      if (part) take(part, place, [label]);
    }
    for (const order of [parts, parts.toReversed()]) {
      const merged = new Coverage();
      for (const part of order) merged.merge(part.part());
      expect(merged.figures()).toEqual(whole.figures());
    }
    expect(whole.figures().curve.length).toBeGreaterThan(7);
  });

  it('watches the same seeds in every campaign, about one in so many', () => {
    const watched = (oneIn?: number): readonly number[] =>
      Array.from({ length: 4_000 }, (_, seed) => seed).filter((seed) => isWatched(String(seed), oneIn));
    expect(Math.abs(watched().length / 1_000 - 1)).toBeLessThan(0.15);
    expect(watched(1)).toHaveLength(4_000);
  });

  it('makes the choices of the chooser that it watches, under its name', async () => {
    const bodies = {
      a: async (actor: { step: (wanted: ReturnType<typeof step>) => Promise<string> }) => {
        for (let n = 0; n < 5; n += 1) await actor.step(step(`a${n}`));
      },
      b: async (actor: { step: (wanted: ReturnType<typeof step>) => Promise<string> }) => {
        for (let n = 0; n < 5; n += 1) await actor.step(step(`b${n}`));
      },
    };
    const watch = new RunWatch({ ...anyOf('seed'), name: 'any' }, new StepOrders());
    const plain = await play(bodies, { chooser: anyOf('seed') });
    const watched = await play(bodies, { chooser: watch });
    expect(watched.choices).toEqual(plain.choices);
    expect(watch.name).toBe('any');
    expect(watch.seen('plan').orders.length).toBeGreaterThan(0);
  });
});

describe('crossings', () => {
  it('are pairs of what happened in the same run, each once', () => {
    const crossings = new Crossings();
    crossings.add(['x', 'y'], ['crash']);
    crossings.add(['x'], ['crash', 'loss']);
    crossings.add(['z'], []);
    expect(crossings.count).toBe(3);
  });

  it('are the same in parts', () => {
    const [one, other] = [new Crossings(), new Crossings()];
    one.add(['x', 'y'], ['crash']);
    other.add(['x'], ['crash', 'loss']);
    one.merge(other.part());
    expect(one.count).toBe(3);
  });
});
