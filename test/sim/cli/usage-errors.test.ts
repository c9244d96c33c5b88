import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { buildId, encodeToken, type Recording } from '../../../sim/campaign/index.ts';
import { exitCodeOf } from '../../../sim/cli/exit-code.ts';
import { replayCommand } from '../../../sim/cli/replay-command.ts';
import { type RunFlags, runCommand } from '../../../sim/cli/run-command.ts';
import { expectUsageError, skein } from '../../support/command-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'skein-usage-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const recording: Recording = {
  build: buildId(),
  target: 'pglite',
  scenario: 'fan-out',
  tasks: 3,
  workers: 2,
  servers: 2,
  seed: '1',
  defect: undefined,
  hash: '0000000000000000',
  choices: [0, 1, 2],
};

describe.concurrent('a wrong command line is refused in one line, with exit code 2', () => {
  it.each([
    ['a scenario that nobody knows', ['--scenario', 'fan-ou'], /"fan-ou": did you mean fan-out\?/],
    ['a strategy that nobody knows', ['--strategy', 'randon'], /"randon": did you mean random\?/],
    ['a target that nobody knows', ['--target', 'pg-lite'], /"pg-lite": did you mean pglite\?/],
    ['a defect that nobody knows', ['--defect', 'five-retry'], /"five-retry": did you mean five-retries\?/],
    ['a reporter that nobody knows', ['--reporter', 'jason'], /"jason": did you mean json\?/],
    ['a seed range that runs backwards', ['--seeds', '99..0'], /runs backwards: did you mean 0\.\.99\?/],
    ['no tasks', ['--tasks', '0'], /--tasks takes a whole number from 1 on, not "0"/],
    ['no duration', ['--for', 'nonsense'], /--for takes a duration like 30s, 5m or 2h, not "nonsense"/],
    [
      'a server for a target that has its own',
      ['--database-url', 'postgres://localhost/x'],
      /--database-url is for --target postgres: pglite brings its own database/,
    ],
    [
      'a server of another kind',
      ['--target', 'postgres', '--database-url', 'mysql://localhost/x'],
      /--database-url takes a URL like postgres:\/\/user@host\/database, not "mysql:/,
    ],
    ['a file in no folder', ['--out', '/nowhere/report.json'], /cannot write .*report\.json \(ENOENT\)/],
  ])('run: %s', async (_, flags, reason) => {
    expectUsageError(await skein('run', ...flags), reason);
  });

  it('replay: a damaged token', async () => {
    const token = encodeToken(recording);
    const damaged = `${token.slice(0, 12)}${token[12] === 'A' ? 'B' : 'A'}${token.slice(13)}`;
    expectUsageError(await skein('replay', damaged), /the replay token is damaged/);
  });

  it('replay: a token of another build, and says which', async () => {
    const token = encodeToken({ ...recording, build: '00000000' });
    const reason = new RegExp(`made by build 00000000, this is ${buildId()}: .* add --any-build`);
    expectUsageError(await skein('replay', token), reason);
  });

  it('an option that nobody knows, with a hint', async () => {
    const { code, stdout, stderr } = await skein('run', '--sed', '1');
    expect(stderr).toBe("error: unknown option '--sed'\n(Did you mean --seed?)\n(--help shows how)\n");
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

describe('run refuses before anything is booted', () => {
  const plain: RunFlags = {
    faults: 'none',
    strategy: 'random',
    target: 'pglite',
    reporter: 'default',
    color: false,
  };

  it.each<[string, Partial<RunFlags>, string]>([
    ['one unknown scenario of several', { scenario: ['race', 'batch'] }, 'unknown scenario "batch"'],
    ['a target like no other', { target: 'oracle' }, 'unknown target "oracle": known: pglite, postgres'],
    ['a seed that a shell would mangle', { seed: 'two words' }, '--seed takes up to 64 letters, digits'],
    ['seeds given twice', { seeds: '0..9', runs: '5' }, '--seeds goes without --seed and --runs'],
    ['a seed and seeds', { seeds: '0..9', seed: 'a' }, '--seeds goes without --seed and --runs'],
    ['no runs', { runs: '0' }, '--runs takes a whole number from 1 on'],
    [
      'more tasks than a run can hold',
      { tasks: '501' },
      '--tasks 501 is more than a run can hold: at most 500',
    ],
    ['more workers than a run can hold', { workers: '65' }, '--workers 65 is more than'],
    ['more servers than a run can hold', { servers: '65' }, '--servers 65 is more than'],
    ['no number to bail after', { bail: 'soon' }, '--bail takes a whole number from 1 on, not "soon"'],
    ['bailing after nothing', { bail: '0' }, '--bail takes a whole number from 1 on, not "0"'],
    ['a folder as a file', { out: folder }, '(EISDIR): choose another place for --out'],
  ])('%s', async (_, flags, reason) => {
    await expectRefusal(runCommand({ ...plain, ...flags }), reason);
  });
});

describe('replay refuses before anything is booted', () => {
  it.each([
    ['half a token', encodeToken(recording).slice(0, 40), 'was all of it copied?'],
    [
      'a token of a target that is not there',
      encodeToken({ ...recording, target: 'oracle' }),
      'unknown target "oracle"',
    ],
    ['neither a token nor a file', 'nothing.json', '"nothing.json" is neither a replay token'],
    ['a folder', folder, 'is neither a replay token (sk1_…) nor a file that can be read'],
  ])('%s', async (_, token, reason) => {
    await expectRefusal(replay(token), reason);
  });

  it.each([
    ['holds no token', 'fan-out', 'a replay token begins with sk1_'],
    ['is a report without a finding', '{"findings":[]}', 'is a report without a finding'],
    ['is JSON cut short', '{"findings":[', 'begins like JSON and is none'],
    ['is JSON of something else', '{"findings":[{"token":7}]}', 'is a report without a finding'],
  ])('a file that %s', async (name, content, reason) => {
    const file = join(folder, `${name}.txt`);
    writeFileSync(file, content);
    await expectRefusal(replay(file), reason);
  });

  const replay = (token: string): Promise<number> =>
    replayCommand(token, { full: false, anyBuild: false, color: false });
});

async function expectRefusal(command: Promise<number>, reason: string): Promise<void> {
  const error: unknown = await command.then(
    (code) => new Error(`ended with ${code}`),
    (refusal: unknown) => refusal,
  );
  expect(String(error)).toContain(reason);
  expect(exitCodeOf(error)).toBe(2);
}
