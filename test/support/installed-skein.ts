import { execFile } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '..', '..');

/**
 * Builds the package as it is now, and makes a project in which it is installed, and whatever this repository has besides.
 *
 * @param folder of the project, which is made
 * @param description of its package.json
 */
export async function projectWithSkein(folder: string, description: object): Promise<void> {
  const home = join(folder, 'node_modules', 'skein');
  mkdirSync(join(folder, 'node_modules', '.bin'), { recursive: true });
  mkdirSync(home);
  writeFileSync(join(folder, 'package.json'), JSON.stringify(description));
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  const flags = ['-p', 'tsconfig.build.json', '--outDir', join(home, 'dist')];
  await promisify(execFile)(process.execPath, [compiler, ...flags], { cwd: ROOT });
  const migrations = 'src/store/migrations';
  cpSync(join(ROOT, migrations), join(home, 'dist', migrations), { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(home, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(home, 'node_modules'));
  symlinkSync(join('..', 'skein', 'dist', 'sim', 'cli', 'main.js'), join(folder, 'node_modules/.bin/skein'));
  chmodSync(join(home, 'dist/sim/cli/main.js'), 0o755); // as npm does with what a package calls bin
  for (const name of ['vitest', 'pg', '@types', 'zod']) {
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  }
  symlinkSync(join('..', 'vitest', 'vitest.mjs'), join(folder, 'node_modules/.bin/vitest'));
}
