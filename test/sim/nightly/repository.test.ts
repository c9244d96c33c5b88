import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { currentCommit, engineSources, filesChangedSince } from '../../../sim/nightly/repository.ts';

describe('a repository', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'skein-repository-'));
    mkdirSync(join(folder, 'src/engine'), { recursive: true });
    writeFileSync(join(folder, 'src/engine/a.ts'), 'a');
    writeFileSync(join(folder, 'README.md'), 'read');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function git(...words: readonly string[]): void {
    const who = ['-c', 'user.name=n', '-c', 'user.email=n@n.test', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...who, ...words], { cwd: folder, stdio: 'ignore' });
  }

  it('tells which files of the source differ from a commit, committed or not', () => {
    git('init');
    git('add', '.');
    git('commit', '-m', 'first');
    const commit = currentCommit(folder) ?? '';
    expect(commit).toMatch(/^[0-9a-f]{40}$/);
    expect(filesChangedSince(folder, commit)).toEqual([]);
    writeFileSync(join(folder, 'src/engine/b.ts'), 'b');
    writeFileSync(join(folder, 'README.md'), 'reread');
    git('add', '.');
    git('commit', '-m', 'second');
    writeFileSync(join(folder, 'src/engine/a.ts'), 'a, again');
    expect(filesChangedSince(folder, commit)).toEqual(['src/engine/a.ts', 'src/engine/b.ts']);
  });

  it('says that there is no telling where there is no repository, or no such commit', () => {
    expect(currentCommit(folder)).toBeUndefined();
    expect(filesChangedSince(folder, 'f6c8d7d2b1c4')).toBeUndefined();
    git('init');
    expect(filesChangedSince(folder, 'f6c8d7d2b1c4')).toBeUndefined();
    expect(filesChangedSince(folder, '--output=x')).toBeUndefined();
  });

  it('has the sources of the engine, where they are', () => {
    expect([...engineSources(folder)]).toEqual([['src/engine/a.ts', 'a']]);
    expect([...engineSources(join(folder, 'src'))]).toEqual([]);
  });
});
