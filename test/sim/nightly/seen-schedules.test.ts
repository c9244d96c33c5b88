import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprintOf, type SightingsPart, textOf } from '../../../sim/coverage/index.ts';
import { countNew, readSeen, withNight, writeSeen } from '../../../sim/nightly/seen-schedules.ts';

/** The schedules from one number to another. */
function schedules(from: number, until: number, mask = 0): SightingsPart {
  const names = Array.from({ length: until - from }, (_, index) =>
    textOf(fingerprintOf(`schedule ${from + index}`)),
  );
  const kept = names.filter((name) => (Number.parseInt(name.slice(8), 16) & mask) === 0);
  return { mask, things: Object.fromEntries(kept.map((name) => [name, 0])) };
}

describe('schedules that nights have shown', () => {
  it('are all new in the night after none, and only the others in later ones', () => {
    const first = withNight(undefined, schedules(0, 100));
    expect(countNew(first, schedules(50, 150))).toBe(50);
    const second = withNight(first, schedules(50, 150));
    expect(countNew(second, schedules(50, 150))).toBe(0);
    expect(countNew(second, schedules(140, 160))).toBe(10);
  });

  it('are compared by what both have kept, where there are too many to keep all', () => {
    const many = withNight(undefined, schedules(0, 8_000, 0b11));
    const fresh = countNew(many, schedules(4_000, 12_000));
    expect(fresh).toBeGreaterThan(3_600);
    expect(fresh).toBeLessThan(4_400);
    expect(countNew(withNight(undefined, schedules(0, 8_000)), schedules(0, 8_000, 0b111))).toBe(0);
  });

  describe('in a file', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'skein-seen-'));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    it('are read as they were written', () => {
      const seen = withNight(undefined, schedules(0, 10));
      writeSeen(join(folder, 'seen.json'), seen);
      expect(readSeen(join(folder, 'seen.json'))).toEqual(seen);
    });

    it('are none where there is none, or something else', () => {
      expect(readSeen(join(folder, 'seen.json'))).toBeUndefined();
      writeFileSync(join(folder, 'seen.json'), '{"schema":');
      expect(readSeen(join(folder, 'seen.json'))).toBeUndefined();
    });
  });
});
