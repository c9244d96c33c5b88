import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findSpecs } from '../../../sim/conformance/index.ts';

const checkout = mkdtempSync(join(tmpdir(), 'skein-specs-'));
const suite = join(checkout, 'src/test/isolation');
for (const folder of ['specs', 'expected']) mkdirSync(join(suite, folder), { recursive: true });
for (const file of ['specs/lock-2.spec', 'specs/lock.spec', 'specs/Makefile'])
  writeFileSync(join(suite, file), file);
for (const file of ['lock.out', 'lock_1.out', 'lock-2.out', 'lock_old.out', 'lock.out.orig']) {
  writeFileSync(join(suite, 'expected', file), file);
}
afterAll(() => rmSync(checkout, { recursive: true, force: true }));

describe('findSpecs', () => {
  it('finds specs, each with all outputs that are right', () => {
    const specs = [
      { name: 'lock', text: 'specs/lock.spec', expected: ['lock.out', 'lock_1.out'] },
      { name: 'lock-2', text: 'specs/lock-2.spec', expected: ['lock-2.out'] },
    ];
    expect(findSpecs(checkout)).toEqual(specs);
    expect(findSpecs(suite)).toEqual(specs);
  });

  it('finds none where there are none', () => {
    expect(findSpecs(join(checkout, 'src'))).toEqual([]);
    expect(findSpecs(join(checkout, 'nowhere'))).toEqual([]);
  });
});
