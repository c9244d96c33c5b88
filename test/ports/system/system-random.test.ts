import { describe, expect, it } from 'vitest';
import { systemRandom } from '../../../src/ports/system/index.ts';

describe('systemRandom', () => {
  it('makes version 4 UUIDs, each time another', () => {
    const uuids = Array.from({ length: 100 }, () => systemRandom.uuid());

    expect(new Set(uuids).size).toBe(100);
    for (const uuid of uuids) {
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  it('makes fractions from 0 to below 1', () => {
    for (let round = 0; round < 100; round += 1) {
      const fraction = systemRandom.fraction();
      expect(fraction).toBeGreaterThanOrEqual(0);
      expect(fraction).toBeLessThan(1);
    }
  });
});
