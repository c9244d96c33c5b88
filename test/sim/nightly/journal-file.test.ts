import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { JournalError, JournalFile, readLines } from '../../../sim/nightly/journal-file.ts';

describe('a journal', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'skein-journal-'));
    file = join(folder, 'journal.jsonl');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('has every line that was appended, by one process after the other', () => {
    for (const line of ['{"a":1}', '{"ä":2}']) {
      const journal = new JournalFile(file);
      journal.append(line);
      expect(journal.size).toBe(readFileSync(file).length);
      journal.close();
    }
    expect(readLines(file)).toEqual(['{"a":1}', '{"ä":2}']);
  });

  it('goes on after the last whole line when it was cut off in the middle of one', () => {
    writeFileSync(file, '{"a":1}\n{"b":');
    expect(readLines(file)).toEqual(['{"a":1}']);
    const journal = new JournalFile(file);
    journal.append('{"c":3}');
    journal.close();
    expect(readFileSync(file, 'utf8')).toBe('{"a":1}\n{"c":3}\n');
  });

  it('can be replaced by shorter lines, and goes on behind these', () => {
    const journal = new JournalFile(file);
    for (let index = 0; index < 100; index += 1) journal.append(`{"line":${index}}`);
    journal.replace(['{"lines":100}']);
    expect(journal.size).toBe(14);
    journal.append('{"line":100}');
    journal.close();
    expect(readLines(file)).toEqual(['{"lines":100}', '{"line":100}']);
  });

  it('is not written by a draft of a replacement that was never finished', () => {
    const journal = new JournalFile(file);
    journal.append('{"a":1}');
    journal.close();
    appendFileSync(`${file}.new`, '{"half":');
    expect(readLines(file)).toEqual(['{"a":1}']);
  });

  it('says so when it is not there', () => {
    expect(() => readLines(file)).toThrow(JournalError);
  });
});
