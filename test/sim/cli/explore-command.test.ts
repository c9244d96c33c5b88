import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ExploreFlags, exploreCommand } from '../../../sim/cli/explore-command.ts';
import { UsageError } from '../../../src/cli/index.ts';
import { skein, startSkein, tokenIn } from '../../support/command-line.ts';

/** Every field of a JSON report; one more or one less is another report. */
const Report = z.strictObject({
  schema: z.literal(1),
  build: z.string().regex(/^[0-9a-f]{8}$/),
  target: z.string(),
  scenario: z.string(),
  size: z.strictObject({ tasks: z.number(), workers: z.number(), servers: z.number() }),
  seed: z.string(),
  defect: z.string().nullable(),
  preemptions: z.union([z.number().int(), z.literal('unlimited')]),
  faults: z.number().int(),
  allowed: z.array(z.string()),
  verdict: z.enum(['proved', 'cutShort', 'broken', 'stopped']),
  stopped: z.enum(['time', 'runs', 'interrupted']).nullable(),
  threads: z.array(z.number().int()),
  schedules: z.string().regex(/^\d+$/),
  runs: z.number().int(),
  cutShort: z.number().int(),
  pruned: z.strictObject({ asleep: z.number(), known: z.number(), beyond: z.number() }),
  round: z.number().int().nullable(),
  progress: z.number(),
  elapsedMs: z.number().int(),
  findings: z.array(
    z.strictObject({
      law: z.string(),
      witness: z.string(),
      subjects: z.array(z.string()),
      steps: z.number().int(),
      preemptions: z.number().int(),
      hash: z.string(),
      token: z.string(),
    }),
  ),
});

const folder = mkdtempSync(join(tmpdir(), 'skein-explore-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const SMALL = ['--tasks', '2', '--preemptions', '1'];

function reportIn(stdout: string): z.infer<typeof Report> {
  return Report.parse(JSON.parse(stdout));
}

/** All of a report that does not depend on how fast it was made. */
function timeless({ elapsedMs: _, ...report }: z.infer<typeof Report>): object {
  return report;
}

// Several processes each: on a machine that is busy a minute is not enough.
describe('skein explore', { timeout: 180_000 }, () => {
  it('proves two completions within bounds, and says how much that was', async () => {
    const out = join(folder, 'proof.json');
    const { code, stdout } = await skein('explore', ...SMALL, '--out', out);
    expect(stdout).toContain('all schedules with at most 1 preemption, no fault');
    expect(stdout).toMatch(/14 schedules without faults, if 2 threads of 7, 7 steps/);
    expect(stdout).toMatch(/✓ proved {2}all schedules with at most 1 preemption, no fault hold/);
    expect(stdout).toMatch(/\d+ schedules run, \d+ left underway, about 100\.0 %/);
    expect(code).toBe(0);
    expect(reportIn(readFileSync(out, 'utf8'))).toMatchObject({
      verdict: 'proved',
      threads: [7, 7],
      schedules: '14',
      progress: 1,
      findings: [],
    });
  });

  it('shows the schedule with the fewest preemptions that breaks a law, and how to replay it', async () => {
    const out = join(folder, 'broken.json');
    const planted = ['--tasks', '2', '--defect', 'sequence-from-row'];
    const { code, stdout } = await skein('explore', ...planted, '--out', out);
    expect(stdout).toContain('✗ exactly-once');
    expect(stdout).toContain('✗ broken  by a schedule with 1 preemption');
    expect(code).toBe(1);
    const report = reportIn(readFileSync(out, 'utf8'));
    expect(report).toMatchObject({ verdict: 'broken', findings: [{ law: 'exactly-once', preemptions: 1 }] });
    expect(report.findings[0]?.token).toBe(tokenIn(stdout));
    const [byToken, byFile] = [await skein('replay', tokenIn(stdout)), await skein('replay', out)];
    for (const replayed of [byToken, byFile]) {
      expect(replayed.stdout).toContain(`replayed: the same trace, hash ${report.findings[0]?.hash}`);
      expect(replayed.code).toBe(1);
    }
  });

  it('goes on from a state to what it would have come to at once, and says "held so far" until then', async () => {
    const state = join(folder, 'state.json');
    const whole = await skein('explore', ...SMALL, '--reporter', 'json');
    const begun = await skein('explore', ...SMALL, '--runs', '5', '--state', state);
    expect(begun.stdout).toMatch(/✓ held so far {2}and not proved: enough runs/);
    expect(begun.stdout).toContain(`npx skein explore --resume ${state}`);
    expect(begun.code).toBe(0);
    const further = await skein('explore', '--resume', state, '--runs', '5', '--reporter', 'json');
    expect(reportIn(further.stdout)).toMatchObject({ verdict: 'stopped', stopped: 'runs' });
    const ended = await skein('explore', '--resume', state, '--reporter', 'json');
    expect(timeless(reportIn(ended.stdout))).toEqual(timeless(reportIn(whole.stdout)));
    expect(ended.code).toBe(0);
  });

  it('is stopped by Ctrl-C after the current run, and keeps where it was', async () => {
    const state = join(folder, 'interrupted.json');
    const running = startSkein(['explore', '--preemptions', 'unlimited', '--state', state]);
    await running.written('if 3 threads');
    running.signal('SIGINT');
    const { code, stdout } = await running.ended;
    expect(stdout).toMatch(/✓ held so far {2}and not proved: interrupted/);
    expect(code).toBe(130);
    const resumed = await skein('explore', '--resume', state, '--runs', '1');
    expect(resumed.stdout).toContain('going on:');
    expect(resumed.code).toBe(0);
  });

  it('loses only seconds when it is killed', async () => {
    const state = join(folder, 'killed.json');
    const running = startSkein(['explore', '--preemptions', 'unlimited', '--tasks', '5', '--state', state]);
    await running.written('if 5 threads');
    while (!existsSync(state) || readFileSync(state, 'utf8') === '') await setTimeout(200);
    running.signal('SIGKILL');
    await running.ended;
    const resumed = await skein('explore', '--resume', state, '--runs', '1', '--reporter', 'json');
    expect(reportIn(resumed.stdout)).toMatchObject({ verdict: 'stopped', size: { tasks: 5 } });
  });

  it('looks for what goes wrong when something fails, where that is allowed', async () => {
    const words = [
      '--tasks',
      '1',
      '--preemptions',
      '0',
      '--faults',
      '1',
      '--allow',
      'crash-server,lost-commit',
    ];
    const { code, stdout } = await skein('explore', ...words, '--reporter', 'json');
    const report = reportIn(stdout);
    expect(report).toMatchObject({ verdict: 'proved', allowed: ['crash-server', 'lost-commit'] });
    expect(report.runs).toBeGreaterThan(3); // a crash before each statement, at least
    expect(code).toBe(0);
  });
});

const NO_FLAGS: ExploreFlags = { reporter: 'default', color: false };

describe('a wrong command line is refused in one line', () => {
  const state = join(folder, 'no-state.json');
  writeFileSync(state, '{}');
  const wrong: readonly (readonly [what: string, flags: Partial<ExploreFlags>, reason: RegExp])[] = [
    [
      'no number of preemptions',
      { preemptions: 'few' },
      /^--preemptions takes a whole number from 0 on, or unlimited/,
    ],
    ['faults without their names', { faults: '1' }, /^--faults 1 needs --allow/],
    ['any number of faults', { faults: 'unlimited' }, /^--faults takes a whole number/],
    [
      'a fault that nobody knows',
      { faults: '1', allow: ['crash-servr'] },
      /"crash-servr": did you mean crash-server\?/,
    ],
    ['a scenario that nobody knows', { scenario: 'completion' }, /"completion": did you mean completions\?/],
    ['a reporter that nobody knows', { reporter: 'dot' }, /^unknown reporter "dot"/],
    ['a state that is none', { resume: state }, /is not a state that this version of --state has written$/],
    ['a state that is not there', { resume: join(folder, 'nowhere') }, /^cannot read .*ENOENT/],
    [
      'bounds for a search that has some',
      { resume: state, preemptions: '1' },
      /^--resume goes without --preemptions/,
    ],
  ];
  it.each(wrong)('%s', async (_, flags, reason) => {
    const refusal = exploreCommand({ ...NO_FLAGS, ...flags });
    await expect(refusal).rejects.toThrow(reason);
    await expect(refusal).rejects.toBeInstanceOf(UsageError);
  });

  it('and one that commander does not know, with exit code 2', async () => {
    const { code, stderr } = await skein('explore', '--depth', '3');
    expect(stderr).toContain("unknown option '--depth'");
    expect(code).toBe(2);
  });
});
