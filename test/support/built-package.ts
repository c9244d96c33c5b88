import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** What the package is built from. */
const SOURCES = ['src', 'sim', 'models', 'reports', 'package.json', 'tsconfig.json', 'tsconfig.build.json'];

/** Tests run the command as it is built, which starts in a third of the time; so it must be what the sources say. */
export function setup(): void {
  const stamp = join(ROOT, 'dist/build-id');
  if (existsSync(stamp) && !SOURCES.some((each) => isNewer(join(ROOT, each), statSync(stamp).mtimeMs)))
    return;
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: 'inherit' });
}

/** Whether a file, or anything in a folder, was changed after a moment in milliseconds since the Unix epoch. */
function isNewer(path: string, than: number): boolean {
  const status = statSync(path);
  if (status.mtimeMs > than) return true;
  return status.isDirectory() && readdirSync(path).some((name) => isNewer(join(path, name), than));
}
