import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildId } from '../../../sim/campaign/index.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

describe('buildId', () => {
  it('is eight hexadecimal digits, and the same at every call', () => {
    expect(buildId()).toMatch(/^[0-9a-f]{8}$/);
    expect(buildId()).toBe(buildId());
  });

  it("is the same in what was built from the sources, so that both replay each other's tokens", () => {
    expect(readFileSync(join(ROOT, 'dist/build-id'), 'utf8')).toBe(buildId());
  });
});

describe('the build id of a copy of the project', () => {
  const copy = mkdtempSync(join(tmpdir(), 'skein-build-'));
  beforeAll(() => {
    for (const folder of ['src', 'models', 'sim'])
      cpSync(join(ROOT, folder), join(copy, folder), { recursive: true });
    cpSync(join(ROOT, 'package.json'), join(copy, 'package.json'));
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it('changes with the code of a run and with nothing else', () => {
    const original = idOf(copy);
    expect(original).toMatch(/^[0-9a-f]{8}$/);

    appendTo('sim/cli/main.ts');
    appendTo('sim/campaign/campaign.ts');
    writeFileSync(join(copy, 'src/engine/notes.md'), 'not code\n');
    expect(idOf(copy), 'after a change that no run can see').toBe(original);

    appendTo('src/store/migrations/0001-workflows.sql');
    const afterMigration = idOf(copy);
    expect(afterMigration, 'after a change of a migration').not.toBe(original);

    appendTo('src/engine/complete-task.ts');
    const afterEngine = idOf(copy);
    expect(afterEngine, 'after a change of the engine').not.toBe(afterMigration);

    writeFileSync(join(copy, 'models/law/newest.ts'), '');
    expect(idOf(copy), 'after a new file').not.toBe(afterEngine);
  });

  const appendTo = (file: string): void => {
    const path = join(copy, file);
    writeFileSync(path, `${readFileSync(path, 'utf8')}\n`);
  };
});

/** The build id that code in another place gives itself. */
function idOf(root: string): string {
  const code = `import { buildId } from ${JSON.stringify(join(root, 'sim/campaign/build-id.ts'))}; console.log(buildId());`;
  const words = ['--import', 'tsx', '--input-type=module', '--eval', code];
  return execFileSync(process.execPath, words, { cwd: root, encoding: 'utf8', timeout: 50_000 }).trim();
}
