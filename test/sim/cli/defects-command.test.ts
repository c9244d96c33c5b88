import { expect, it } from 'vitest';
import { skein } from '../../support/command-line.ts';

it('tells for each defect what became of it, and ends with exit code 0 where every one was found', async () => {
  const flags = ['--trials', '2', '--seed', '1', '--no-shrink', '--no-color'];
  const { stdout, code } = await skein(
    'defects',
    'sequence-from-row',
    'no-guard:untold-end:parent_told',
    ...flags,
  );
  expect(code).toBe(0);
  expect(stdout).toMatch(/✓ sequence-from-row .* exactly-once .* portfolio \d/);
  expect(stdout).toMatch(/equivalent: .*\n += no-guard:untold-end:parent_told\n +Who tells the parent/);
  expect(stdout).toContain('1 killed, 0 survived, 1 equivalent: 100.0 % of the 1 that change something');
});

it('ends with exit code 1 where one was not found, and says so as data, too', async () => {
  const flags = '--strategies random --trials 1 --runs 1 --seed 1 --reporter json'.split(' ');
  const { stdout, code } = await skein('defects', 'five-retries', ...flags);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    schema: 2,
    target: 'pglite',
    seed: '1',
    score: 0,
    defects: [
      {
        name: 'five-retries',
        verdict: 'survived',
        strategies: [{ strategy: 'random', trials: 1, found: 0, runs: { median: null } }],
      },
    ],
  });
});

it.each([
  [['no-such-defect'], /skein: .*no-such-defect/],
  [['--trials', '0'], /skein: --trials takes a whole number from 1 on, not "0"/],
  [['--strategies', 'luck'], /skein: .*luck/],
  [['--reporter', 'loud'], /skein: .*loud/],
])('refuses %j with one line and exit code 2', async (flags, message) => {
  const { stderr, code } = await skein('defects', ...flags);
  expect(code).toBe(2);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toMatch(message);
});
