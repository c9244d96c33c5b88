import { describe, expect, it } from 'vitest';
import { DEFECTS } from '../../../models/defect/index.ts';
import { LAWS } from '../../../models/law/index.ts';
import { MUTANTS } from '../../../models/mutant/index.ts';
import { BEHAVIOUR_SCENARIOS } from '../../../sim/behaviour/index.ts';
import { SCENARIOS } from '../../../sim/scenario/index.ts';
import { STRATEGIES } from '../../../sim/strategy/index.ts';
import { skein, startSkein } from '../../support/command-line.ts';

describe.concurrent('--help', () => {
  it('names every command', async () => {
    const { code, stdout, stderr } = await skein('--help');
    for (const command of ['run', 'explore', 'replay', 'shrink', 'keep', 'defects', 'list', 'tour']) {
      expect(stdout).toMatch(new RegExp(`^ {2}${command}\\b`, 'm'));
    }
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it.each([
    ['run', '$ skein run --defect sequence-from-row --bail'],
    ['replay', '$ skein replay report.json --full'],
  ])('of %s has examples and the exit codes', async (command, example) => {
    const { code, stdout } = await skein(command, '--help');
    expect(stdout).toContain('Examples:');
    expect(stdout).toContain(example);
    expect(stdout).toContain(
      'Exit codes: 0 every law held, 1 a law was broken, 2 usage, 3 infrastructure, 4 nondeterminism, 130 interrupted.',
    );
    expect(code).toBe(0);
  });

  it('is what somebody without a command gets, with exit code 2', async () => {
    const { code, stdout, stderr } = await skein();
    expect(stderr).toContain('Usage: skein [options] [command]');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

describe.concurrent('list', () => {
  it('lists everything that can be named, sizes and broken laws included', async () => {
    const { code, stdout, stderr } = await skein('list');
    const titles = stdout.split('\n').filter((line) => /^\S/.test(line));
    expect(titles).toEqual([
      'scenarios',
      'behaviours, each of them a scenario, too',
      'races',
      'strategies',
      'faults',
      'targets',
      'second opinions',
      'laws',
      'defects',
      `and ${MUTANTS.length} mutants, made by machine: skein list --mutants`,
    ]);
    for (const { name, summary } of [...SCENARIOS, ...BEHAVIOUR_SCENARIOS, ...STRATEGIES, ...DEFECTS]) {
      expect(stdout).toMatch(new RegExp(`^ {2}${name} +${escaped(summary)}`, 'm'));
    }
    for (const { name, statement } of LAWS) {
      expect(stdout).toMatch(new RegExp(`^ {2}${name} +${escaped(statement)}$`, 'm'));
    }
    expect(stdout).toMatch(/^ {2}pglite /m);
    expect(stdout).toMatch(/^ {2}pg-mem /m);
    expect(stdout).toMatch(/^ {2}postgres +a real PostgreSQL server/m);
    expect(stdout).toMatch(/fan-out .*\(3 tasks, 2 workers, 2 servers\)$/m);
    expect(stdout).toMatch(/sequence-from-row .*\(breaks exactly-once\)$/m);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('ends quietly, as infrastructure that failed, when nobody reads it any more', async () => {
    const listing = startSkein(['list']);
    listing.stopReading();
    const { code, stderr } = await listing.ended;
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
  });
});

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
