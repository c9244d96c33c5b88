import { describe, expect, it } from 'vitest';
import { EPOCH } from '../../../sim/kernel/index.ts';
import { play } from '../../support/simulations.ts';

/** Looks at dates both outside of a run and inside. */
function everywhere(name: string, look: () => void): void {
  it(`${name}, outside of a run`, async () => {
    await play({}); // the first run installs the traps
    look();
  });
  it(`${name}, inside a run`, async () => {
    const run = await play({ a: async () => look() });
    expect(run.failures).toEqual([]);
  });
}

describe('dates', () => {
  everywhere('are instances of Date, and of their subclasses', () => {
    class Birthday extends Date {
      override toString(): string {
        return `party on ${this.getTime()}`;
      }
    }
    const birthday = new Birthday(5);
    expect([new Date(), new Date(0), birthday].every((date) => date instanceof Date)).toBe(true);
    expect(birthday).toBeInstanceOf(Birthday);
    expect(String(birthday)).toBe('party on 5');
    const [before, made, after] = [Date.now(), new Birthday().getTime(), Date.now()];
    expect(before <= made && made <= after).toBe(true);
    expect(Object.prototype.toString.call(new Date())).toBe('[object Date]');
    expect(new Date().constructor).toBe(Date);
    expect({} instanceof Date).toBe(false);
  });

  everywhere('survive structuredClone and JSON', () => {
    const date = new Date(Date.UTC(2024, 1, 29));
    const copy = structuredClone({ date, now: new Date() });
    expect(copy.date).toBeInstanceOf(Date);
    expect(copy.date).toEqual(date);
    expect(copy.now.getTime()).toBeLessThanOrEqual(Date.now());
    expect(JSON.stringify({ date })).toBe('{"date":"2024-02-29T00:00:00.000Z"}');
    expect(new Date(JSON.parse(JSON.stringify(date)) as string)).toEqual(date);
  });

  everywhere('made from a given time are that time', () => {
    expect(new Date(0).getTime()).toBe(0);
    expect(new Date('2001-02-03T04:05:06Z').getTime()).toBe(Date.UTC(2001, 1, 3, 4, 5, 6));
    expect(new Date(2001, 1, 3).getDate()).toBe(3);
    expect(new Date(new Date(7)).getTime()).toBe(7);
    expect(Number.isNaN(new Date(Number.NaN).getTime())).toBe(true);
    expect(Date.parse('1970-01-01T00:00:01Z')).toBe(1_000);
    expect(Date.UTC(1970, 0, 2)).toBe(86_400_000);
    expect([Date.length, Date.name]).toEqual([7, 'Date']);
  });

  it('tell virtual time inside a run, and the host’s outside', async () => {
    const told: number[] = [];
    await play({
      async a(actor) {
        told.push(new Date().getTime());
        await actor.sleep(86_400_000);
        told.push(new Date().getTime(), Date.parse(Date()));
      },
    });
    expect(told).toEqual([EPOCH, EPOCH + 86_400_000, EPOCH + 86_400_000]);
    expect(new Date().getTime()).toBeGreaterThan(EPOCH + 86_400_000 * 365);
  });
});
