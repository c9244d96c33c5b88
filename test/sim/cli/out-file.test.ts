import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { checkWritable, writeWhole } from '../../../sim/cli/out-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'skein-out-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('takes the place of what was there before, and leaves nothing beside it', () => {
  const file = join(folder, 'report.json');
  writeFileSync(file, 'a much longer report of yesterday');
  writeWhole(file, 'today');
  expect(readFileSync(file, 'utf8')).toBe('today');
  expect(readdirSync(folder)).toEqual(['report.json']);
});

it('writes where a link leads, and leaves the link', () => {
  const [file, link] = [join(folder, 'real.json'), join(folder, 'latest.json')];
  writeFileSync(file, 'old');
  symlinkSync(file, link);
  writeWhole(link, 'new');
  expect(readFileSync(file, 'utf8')).toBe('new');
  expect(readlinkSync(link)).toBe(file);
});

it('writes to what is no file without taking its place', () => {
  expect(() => writeWhole('/dev/null', 'gone')).not.toThrow();
  expect(readFileSync('/dev/null', 'utf8')).toBe('');
});

it('says before what could not be written in the end, and which flag to change', () => {
  expect(() => checkWritable(folder, '--outputFile.junit')).toThrow(
    `cannot write ${folder} (EISDIR): choose another place for --outputFile.junit`,
  );
});
