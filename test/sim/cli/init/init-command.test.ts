import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { templatesFor } from '../../../../sim/cli/init/templates.ts';
import { projectWithSkein } from '../../../support/installed-skein.ts';

const folder = mkdtempSync(join(tmpdir(), 'skein-init-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Ended = { readonly code: unknown; readonly output: string };

function npx(...words: readonly string[]): Promise<Ended> {
  const env = { ...process.env, NO_COLOR: '1', CI: undefined, VITEST: undefined };
  return new Promise((resolve) => {
    execFile('npx', ['--no-install', ...words], { cwd: folder, env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, output: stdout + stderr }),
    );
  });
}

describe('skein init in a new TypeScript project', { timeout: 180_000 }, () => {
  let begun: Ended;
  beforeAll(async () => {
    const description = { name: 'hotel', type: 'module', devDependencies: { typescript: '*', skein: '*' } };
    await projectWithSkein(folder, description);
    begun = await npx('skein', 'init');
  }, 180_000);

  it('writes a configuration, a scenario and a test, and says what to install', () => {
    expect(begun.output).toMatch(/^wrote {2}skein\.config\.ts/m);
    expect(begun.output).toMatch(/^first {2}npm install --save-dev vitest @types\/pg$/m);
    expect(readdirSync(join(folder, 'simulations')).toSorted()).toEqual(['booking.test.ts', 'booking.ts']);
    expect(begun.code).toBe(0);
  });

  it('writes what runs: as a test, and under skein run', async () => {
    const tested = await npx('vitest', 'run');
    expect(tested.output).toContain('1 passed');
    expect(tested.code).toBe(0);
    const run = await npx('skein', 'run', '--runs', '50');
    expect(run.output).toMatch(/✓ booking {2}50 runs/);
    expect(run.code).toBe(0);
  });

  it('has a race in a comment, which is found once it is no comment any more', async () => {
    const file = join(folder, 'simulations/booking.ts');
    const sound = readFileSync(file, 'utf8');
    const racing = sound
      .replace(/ {2}const \{ rowCount \}[^]*?return rowCount === 1;\n/, '')
      .replaceAll(/^ {2}\/\/ (?=const|if|await|return)/gm, '  ');
    expect(racing).not.toContain('rowCount');
    writeFileSync(file, racing);
    const run = await npx('skein', 'run');
    expect(run.output).toContain('✗ booking  main threw Error: the seat was given to both of them');
    expect(run.output).toContain('replay: npx skein replay sk1_');
    expect(run.code).toBe(1);
  });

  it('leaves what is there as it is', async () => {
    writeFileSync(join(folder, 'simulations/booking.test.ts'), '// mine');
    rmSync(join(folder, 'simulations/booking.ts'));
    const { output, code } = await npx('skein', 'init');
    expect(output).toMatch(/^left {3}skein\.config\.ts +it is there already$/m);
    expect(output).toMatch(/^wrote {2}simulations\/booking\.ts /m);
    expect(readFileSync(join(folder, 'simulations/booking.test.ts'), 'utf8')).toBe('// mine');
    expect(code).toBe(0);
  });

  it('refuses where there is no project', async () => {
    rmSync(join(folder, 'package.json'));
    rmSync(join(folder, 'skein.config.ts'));
    const { output, code } = await npx('skein', 'init');
    expect(output).toContain(
      'skein: there is no package.json here: call npm init, or go to where your project is',
    );
    expect(existsSync(join(folder, 'skein.config.ts'))).toBe(false);
    expect(code).toBe(2);
  });
});

it('is written in JavaScript where a project is', () => {
  const project = { isTypeScript: false, packages: new Set<string>(), extension: 'mjs' } as const;
  const templates = templatesFor(project);
  expect(templates.map(({ path }) => path)).toEqual([
    'skein.config.mjs',
    'simulations/booking.mjs',
    'simulations/booking.test.mjs',
  ]);
  for (const { text } of templates) {
    expect(text).not.toMatch(/: Pool|: string|import type/);
    expect(text).not.toMatch(/from '\.\S+\.(?:js|ts)'/);
  }
});
