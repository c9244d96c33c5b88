import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeToken, type Recording, record, run } from '../../../sim/campaign/index.ts';
import { random, runPlan, sequenceFromRow, sharedTarget } from '../../support/campaigns.ts';
import { skein } from '../../support/command-line.ts';

const target = sharedTarget();
const folder = mkdtempSync(join(tmpdir(), 'skein-replay-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let broken: Recording;
beforeAll(async () => {
  for (let seed = 0; seed < 100; seed += 1) {
    const plan = runPlan({ seed: String(seed), defect: sequenceFromRow });
    const result = await run(target, plan, (root) => random.chooser(root.stream('schedule')));
    if (result.violations.length === 0) continue;
    broken = record(target, result);
    return;
  }
  throw new Error('a hundred seeds did not show the defect');
});

describe.concurrent('replay', () => {
  it('takes a file with a token, of another build when told to, and says what the run broke', async () => {
    const file = join(folder, 'token.txt');
    writeFileSync(file, `${encodeToken({ ...broken, build: '00000000' })}\n`);
    const { code, stdout } = await skein('replay', file, '--any-build');
    expect(stdout).toContain('✗ exactly-once');
    expect(stdout).toContain(`replayed: the same trace, hash ${broken.hash}`);
    expect(code).toBe(1);
  });

  it('ends with exit code 4 when the run takes another course than was recorded', async () => {
    const choices = broken.choices.slice(0, 20);
    const { code, stdout, stderr } = await skein('replay', encodeToken({ ...broken, choices }));
    expect(stderr).toMatch(
      /^skein: the replay left its recording at step \d+: the recording has no choice left\n$/,
    );
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
  });

  it('ends with exit code 4 when the run leaves another trace than was recorded', async () => {
    const { code, stdout } = await skein('replay', encodeToken({ ...broken, hash: '0000000000000000' }));
    expect(stdout).toContain(`replayed: another trace, hash ${broken.hash}; recorded was 0000000000000000`);
    expect(code).toBe(4);
  });

  it('writes the run for other tools', async () => {
    const [chrome, shiviz, mermaid] = ['run.json', 'run.log', 'run.mmd'].map((name) => join(folder, name));
    const formats = [`chrome=${chrome}`, `shiviz=${shiviz}`, `mermaid=${mermaid}`];
    const { stdout } = await skein('replay', encodeToken(broken), '--export', ...formats);
    expect(stdout).toContain(`exported: ${shiviz}`);
    const { traceEvents } = JSON.parse(readFileSync(chrome ?? '', 'utf8')) as {
      traceEvents: { name: string }[];
    };
    expect(traceEvents.map(({ name }) => name)).toContain('✗ exactly-once');
    expect(readFileSync(shiviz ?? '', 'utf8')).toMatch(/^\(\?<host>/);
    expect(readFileSync(mermaid ?? '', 'utf8')).toMatch(/^sequenceDiagram\n/);
  });
});
