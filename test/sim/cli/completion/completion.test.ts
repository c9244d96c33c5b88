import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFECTS } from '../../../../models/defect/index.ts';
import { namesOf } from '../../../../sim/cli/choose-named.ts';
import { STRATEGIES } from '../../../../sim/strategy/index.ts';
import { expectUsageError, skein } from '../../../support/command-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'skein-completion-'));
const script = join(folder, 'skein.bash');
writeFileSync(join(folder, 'report.json'), '');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function has(shell: string): boolean {
  try {
    execFileSync(shell, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** What bash offers where the cursor is behind the last of these words. */
async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const line = words.map((word) => `'${word}'`).join(' ');
  const program = `source '${script}'; COMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}
    _skein; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await promisify(execFile)('bash', ['--norc', '-c', program], { cwd: folder });
  return stdout.split('\n').filter((each) => each !== '');
}

describe.runIf(has('bash'))('in bash', () => {
  beforeAll(async () => {
    const { stdout, code } = await skein('completion', 'bash');
    expect(code).toBe(0);
    writeFileSync(script, stdout);
  });

  it('completes commands', async () => {
    expect(await offered('skein', 're')).toEqual(['result', 'replay']);
    expect(await offered('skein', '')).toEqual(
      expect.arrayContaining(['run', 'explore', 'serve', 'completion']),
    );
  });

  it("completes a command's flags", async () => {
    expect(await offered('skein', 'run', '--sc')).toEqual(['--scenario']);
    expect(await offered('skein', 'run', '--tasks', '3', '--no-s')).toEqual(['--no-shrink']);
    expect(await offered('skein', 'replay', '--sc')).toEqual([]);
  });

  it('completes values that are known', async () => {
    expect(await offered('skein', 'run', '--strategy', 'p')).toEqual(['portfolio', 'pct', 'pos']);
    expect(await offered('skein', 'run', '--strategy', '')).toEqual(namesOf(STRATEGIES));
    expect(await offered('skein', 'run', '--target', '')).toEqual(['pglite', 'postgres']);
    expect(await offered('skein', 'run', '--scenario', 'fan-')).toEqual(['fan-out']);
    expect(await offered('skein', 'run', '--defect', '')).toEqual(namesOf(DEFECTS));
    expect(await offered('skein', 'run', '--reporter', 'd')).toEqual(['default', 'dot']);
    expect(await offered('skein', 'defects', 'five')).toEqual(['five-retries']);
    expect(await offered('skein', 'run', '--tasks', '')).toEqual([]);
  });

  it('completes the next of several values, separated by spaces or commas', async () => {
    expect(await offered('skein', 'run', '--scenario', 'timers', 'fan-')).toEqual(['fan-out']);
    expect(await offered('skein', 'run', '--faults', 'crash-worker,lost-a')).toEqual([
      'crash-worker,lost-answer',
    ]);
    expect(await offered('skein', 'run', '--strategy', 'pos', 'p')).toEqual([]);
  });

  it('completes files where a file is due', async () => {
    expect(await offered('skein', 'run', '--out', 'rep')).toEqual(['report.json']);
    expect(await offered('skein', 'replay', 'rep')).toEqual(['report.json']);
    expect(await offered('skein', 'keep', '--corpus', 'rep')).toEqual(['report.json']);
  });
});

describe.runIf(has('zsh'))('in zsh', () => {
  it('is a script that zsh takes', async () => {
    const file = join(folder, 'skein.zsh');
    writeFileSync(file, (await skein('completion', 'zsh')).stdout);
    const { stdout } = await promisify(execFile)('zsh', [
      '-f',
      '-c',
      `source ${file}; print -r -- $_comps[skein]`,
    ]);
    expect(stdout).toContain('_skein');
  });
});

describe.runIf(has('fish'))('in fish', () => {
  it('completes commands, flags and values', async () => {
    const file = join(folder, 'skein.fish');
    writeFileSync(file, (await skein('completion', 'fish')).stdout);
    const ask = async (line: string): Promise<readonly string[]> => {
      const program = `source ${file}; complete -C '${line}'`;
      const { stdout } = await promisify(execFile)('fish', ['--no-config', '-c', program], { cwd: folder });
      return stdout.split('\n').flatMap((each) => (each === '' ? [] : [each.split('\t')[0] ?? '']));
    };
    expect(await ask('skein re')).toEqual(['replay', 'result']);
    expect(await ask('skein run --sc')).toEqual(['--scenario']);
    expect(await ask('skein run --strategy p')).toEqual(['pct', 'portfolio', 'pos']);
    expect(await ask('skein run --out rep')).toEqual(['report.json']);
  });
});

it('is refused for a shell that nobody knows', async () => {
  expectUsageError(await skein('completion', 'bsh'), /unknown shell "bsh": did you mean bash\?/);
});
