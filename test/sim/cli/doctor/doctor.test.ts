import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { type Check, diagnose, missing, ok } from '../../../../sim/cli/doctor/check.ts';
import { doctorCommand } from '../../../../sim/cli/doctor/doctor-command.ts';
import { folderHealth, nodeHealth, programHealth } from '../../../../sim/cli/doctor/machine.ts';
import { skeinWith } from '../../../support/command-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'skein-doctor-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('skein doctor', () => {
  it('runs two sessions on the databases that are here, and finds that nothing is lacking', async () => {
    const { stdout, code } = await skeinWith({ SKEIN_CACHE_DIR: folder }, 'doctor');
    expect(stdout).toMatch(/^✓ Node +\d+\.\d+\.\d+$/m);
    expect(stdout).toMatch(
      /^✓ PGlite +\d+\.\d+\.\d+: two sessions met in a row, and did so again in the same way$/m,
    );
    expect(stdout).toMatch(new RegExp(`^✓ image cache +${folder}$`, 'm'));
    expect(stdout).toMatch(/^[✓–] embedded PostgreSQL {2}/m);
    expect(stdout).toMatch(/\nskein run has all it needs\n$/);
    expect(code).toBe(0);
  });

  it.each([
    ['20.19.0', 'ok'],
    ['24.1.0', 'ok'],
    ['20.18.9', 'missing'],
    ['18.20.0', 'missing'],
  ])('thinks of Node %s: %s', (version, type) => {
    expect(nodeHealth(version).type).toBe(type);
  });

  it('says what to do about a folder that cannot be written, and a program that is not there', () => {
    writeFileSync(join(folder, 'own-program'), '');
    expect(folderHealth(join(folder, 'own-program', 'deep'), 'set X')).toMatchObject({
      type: 'missing',
      advice: 'set X',
    });
    expect(folderHealth(join(folder, 'new'), 'set X')).toEqual(ok(join(folder, 'new')));
    expect(programHealth('no-such-program', 'install it', [folder])).toMatchObject({ type: 'missing' });
    expect(programHealth('own-program', 'install it', [folder])).toEqual(ok(join(folder, 'own-program')));
  });

  it('takes an error for what is missing, and its first line for the reason', async () => {
    const look = (): never => {
      throw new Error('the build is another one\nand more');
    };
    expect(await diagnose({ name: 'PGlite', advice: 'npm ci', look })).toEqual({
      name: 'PGlite',
      health: missing('the build is another one', 'npm ci'),
    });
  });

  const here: Check = { name: 'here', look: () => ok('fine') };
  const needed: Check = { name: 'needed', look: () => missing('gone', 'fetch it') };
  const optional: Check = { ...needed, name: 'optional', onlyFor: 'luxury' };
  it.each([
    [[here], 0, 'skein run has all it needs'],
    [[here, optional], 0, '– optional  gone: fetch it (only for luxury)'],
    [[here, needed, optional], 3, 'skein run lacks needed'],
  ])('of %j ends with exit code %i', async (checks, code, told) => {
    const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      expect(await doctorCommand({ json: false, color: false }, checks)).toBe(code);
      expect(written.mock.calls.join('')).toContain(told);
      written.mockClear();
      expect(await doctorCommand({ json: true, color: false }, checks)).toBe(code);
      const report: unknown = JSON.parse(written.mock.calls.map(([text]) => String(text)).join(''));
      expect(report).toMatchObject({
        schema: 1,
        ready: code === 0,
        checks: checks.map(({ name }) => ({ name })),
      });
    } finally {
      written.mockRestore();
    }
  });
});
