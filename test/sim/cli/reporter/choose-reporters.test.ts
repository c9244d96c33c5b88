import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { chooseReporters, type ReporterFlags, soleReporter } from '../../../../sim/cli/reporter/index.ts';
import { brokenRecord, campaignRecord } from '../../../support/campaign-records.ts';
import { keepingTerminal } from '../../../support/reporter-lines.ts';

const folder = mkdtempSync(join(tmpdir(), 'skein-reporters-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string): string => join(folder, name);
const read = (name: string): string => readFileSync(file(name), 'utf8');

/** Tells a campaign that is over before its first run. @returns what stands on the terminal */
async function told(flags: ReporterFlags): Promise<readonly string[]> {
  const { terminal, lines } = keepingTerminal();
  const reporter = (await chooseReporters(flags))(terminal);
  reporter.begin(brokenRecord);
  reporter.onCorpus([]);
  reporter.end(brokenRecord);
  return lines;
}

describe('reporters', () => {
  it('several at once write each to its own place', async () => {
    const lines = await told({
      reporter: ['dot', 'junit', 'tap', 'html', 'json', 'jsonl'],
      'outputFile.junit': file('a.xml'),
      'outputFile.tap': file('a.tap'),
      'outputFile.html': file('a.html'),
      'outputFile.json': file('a.json'),
      'outputFile.jsonl': file('a.jsonl'),
    });
    expect(lines[0]).toBe('--seeds 0..399');
    expect(read('a.xml')).toMatch(/^<\?xml[^]*<\/testsuites>\n$/);
    expect(read('a.tap')).toMatch(/^TAP version 14\n1\.\.9\n[^]* \.\.\.\n$/);
    expect(read('a.html')).toMatch(/^<!doctype html>[^]*<\/html>\n$/);
    expect(JSON.parse(read('a.json'))).toEqual(brokenRecord);
    expect(read('a.jsonl').match(/^\{"event":"\w+"/gm)).toEqual([
      '{"event":"begin"',
      '{"event":"corpus"',
      '{"event":"end"',
    ]);
  });

  it('may be named with commas, as a variable does', async () => {
    expect(
      (await told({ reporter: 'dot,github' })).filter((line) => line.startsWith('::error')),
    ).toHaveLength(6);
  });

  it('one alone writes to the one file, in which nothing is coloured', async () => {
    expect(await told({ reporter: 'default', outputFile: file('log.txt') })).toEqual([]);
    expect(read('log.txt')).toMatch(/^--seeds 0\.\.399 {2}fan-out, race on pglite/);
  });

  it('leave the JSON record where --out says, besides', async () => {
    expect(await told({ reporter: 'json', out: file('out.json') })).toEqual([
      JSON.stringify(brokenRecord, undefined, 2),
    ]);
    expect(JSON.parse(read('out.json'))).toEqual(brokenRecord);
  });

  it('write as a whole in the end, but for those that tell as they go', async () => {
    const { terminal } = keepingTerminal();
    const flags = {
      reporter: ['junit', 'jsonl'],
      'outputFile.junit': file('b.xml'),
      'outputFile.jsonl': file('b'),
    };
    const reporter = (await chooseReporters(flags))(terminal);
    reporter.begin(campaignRecord());
    expect(read('b.xml')).toBe('');
    expect(read('b')).toMatch(/^\{"event":"begin".*\}\n$/);
  });

  it.each<[ReporterFlags, string]>([
    [{ reporter: 'jnuit' }, 'unknown reporter "jnuit": did you mean junit?'],
    [{ reporter: ['dot', 'dot'] }, '--reporter names dot twice: once is enough'],
    [
      { reporter: ['default', 'json'] },
      'json and default would both write to the terminal: give one a file, like --outputFile.json report.json',
    ],
    [
      { reporter: ['junit', 'tap'], 'outputFile.tap': '/dev/null', out: '/dev/null' },
      '--out names /dev/null, which another reporter writes: choose another file',
    ],
    [
      { reporter: ['default', 'junit'], outputFile: 'x.xml' },
      '--outputFile names one file for 2 reporters: say whose, like --outputFile.junit',
    ],
    [
      { reporter: 'default', 'outputFile.junit': 'x.xml' },
      '--outputFile.junit is for a reporter that is not there: add --reporter junit',
    ],
    [
      { reporter: 'junit', 'outputFile.junit': '/there/is/none.xml' },
      'cannot write /there/is/none.xml (ENOENT): choose another place for --outputFile.junit',
    ],
  ])('that cannot work together are refused in one line: %j', async (flags, reason) => {
    await expect(chooseReporters(flags)).rejects.toThrow(reason);
  });
});

describe('a command with one reporter', () => {
  it('takes one', () => {
    expect(soleReporter({ reporter: 'json' }, '--targets')).toBe('json');
  });

  it.each<[ReporterFlags, string]>([
    [{ reporter: ['json', 'dot'] }, '--targets has one reporter: choose json or dot'],
    [
      { reporter: 'json', 'outputFile.junit': 'x' },
      '--targets has no --outputFile.junit: --out writes its JSON report',
    ],
  ])('refuses what it has not: %j', (flags, reason) => {
    expect(() => soleReporter(flags, '--targets')).toThrow(reason);
  });
});
