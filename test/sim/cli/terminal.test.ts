import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { skeinOnTerminal, skeinWith } from '../../support/command-line.ts';

const ESCAPE = '\u001B';

describe.concurrent('a pipe', () => {
  it('gets no colours, though continuous integration and whoever forces colours would have them', async () => {
    const { code, stdout } = await skeinWith({ CI: 'true', FORCE_COLOR: '1' }, 'list');
    expect(stdout).toContain('scenarios');
    expect(stdout).not.toContain(ESCAPE);
    expect(code).toBe(0);
  });
});

// `script` gives a command a terminal; without it there is none to look at.
describe.skipIf(!existsSync('/usr/bin/script'))('a terminal', { concurrent: true }, () => {
  it('gets colours', async () => {
    const { code, stdout } = await skeinOnTerminal({}, 'list');
    expect(stdout).toContain(`${ESCAPE}[1mscenarios`);
    expect(code).toBe(0);
  });

  it('gets none where NO_COLOR is set', async () => {
    const { stdout } = await skeinOnTerminal({ NO_COLOR: '1' }, 'list');
    expect(stdout).toContain('scenarios');
    expect(stdout).not.toContain(ESCAPE);
  });

  it('gets none with --no-color', async () => {
    const { stdout } = await skeinOnTerminal({}, 'list', '--no-color');
    expect(stdout).not.toContain(ESCAPE);
  });

  it('gets lanes no wider than itself', async () => {
    const flags = ['--scenario', 'fan-out', '--defect', 'sequence-from-row', '--seeds', '0..99', '--bail'];
    const { code, stdout } = await skeinOnTerminal({ NO_COLOR: '1' }, 'run', ...flags);
    const lines = stdout.split(/\r?\n/).filter((line) => line.includes('│'));
    expect(lines.length).toBeGreaterThan(5);
    const lanes = (lines[0]?.match(/│/g)?.length ?? 0) + 1;
    // A lane is never narrower than 20 columns: where these do not fit, lines are longer.
    const allowed = Math.max(100, 7 + lanes * 23);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(allowed);
    expect(code).toBe(1);
  });
});
