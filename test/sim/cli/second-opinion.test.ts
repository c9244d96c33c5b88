import { describe, expect, it } from 'vitest';
import { expectUsageError, skein, tokenIn } from '../../support/command-line.ts';

const PLANTED = ['--scenario', 'fan-out', '--defect', 'sequence-from-row', '--seeds', '0..99', '--bail'];

describe.concurrent('a run with a second opinion', () => {
  it('holds where both databases agree', async () => {
    const { code, stdout } = await skein('run', '--second-opinion', 'pg-mem', '--seeds', '0..9');
    expect(stdout).toContain('✓ held  10 runs');
    expect(code).toBe(0);
  });

  it('finds a planted bug in the engine, and has nothing against the database', async () => {
    const { code, stdout } = await skein('run', '--second-opinion', 'pg-mem', ...PLANTED);
    expect(stdout).toContain('✗ exactly-once');
    expect(stdout).not.toMatch(/second-opinion(?! pg-mem)/);
    expect(code).toBe(1);
    const replayed = await skein('replay', tokenIn(stdout), '--second-opinion', 'pg-mem');
    expect(stdout).toContain(`${tokenIn(stdout)} --second-opinion pg-mem`);
    expect(replayed.stdout).toContain('replayed: the same trace');
  });

  it('is given by databases that can be named', async () => {
    const reason = /unknown second opinion "pgmem": did you mean pg-mem\?/;
    expectUsageError(await skein('run', '--second-opinion', 'pgmem'), reason);
  });
});
