import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { missingServer } from '../support/embedded-server.ts';
import { commandsOf, type DocumentedCommand, PAGES, wordsOf } from './commands.ts';
import { BROKEN, LEFT_OUT, NEEDS_POSTGRES, SHORTER, VARIABLES } from './how-commands-run.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const MAIN = join(ROOT, 'sim/cli/main.ts');
const FINDING =
  'npx skein run --scenario completions --tasks 2 --defect sequence-from-row --faults none --seeds 0..9 --bail --no-corpus --out report.json';

let runs = 0;

/** Runs the command line in this process, whose databases are compiled already. @returns the exit code, and all output */
async function skein(command: string): Promise<{ readonly code: unknown; readonly output: string }> {
  let output = '';
  const keep = (text: unknown): boolean => {
    output += String(text);
    return true;
  };
  const streams = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation(keep),
  );
  const { argv, exitCode } = process;
  process.argv = [process.execPath, 'skein', ...wordsOf(command).slice(2)];
  try {
    runs += 1;
    await import(/* @vite-ignore */ `${MAIN}?run=${runs}`); // another module each time, on the same others
    return { code: process.exitCode, output };
  } finally {
    process.argv = argv;
    process.exitCode = exitCode;
    for (const stream of streams) stream.mockRestore();
  }
}

function shortened(command: string): string {
  return SHORTER.reduce((text, [written, run]) => text.replace(written, run), command);
}

const all = PAGES.flatMap((page) => commandsOf(page));
const run = all.filter(({ command }) => !LEFT_OUT.some((left) => left.command.test(command)));

describe('commands in pages', () => {
  it('are found where they are, without their comments', () => {
    const text =
      '```sh\nnpm ci && npm test  # both\n```\n\n```console\n$ ls # here\nfile\n```\n```ts\nnpx nothing\n```\n';
    const commands = commandsOf('page.md', text).map(({ line, command }) => `${line} ${command}`);
    expect(commands).toEqual(['2 npm ci', '2 npm test', '6 ls']);
    expect(all.length).toBeGreaterThan(60);
  });

  it('that npm runs are scripts of package.json', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
    const called = PAGES.flatMap((page) =>
      [...readFileSync(join(ROOT, page), 'utf8').matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name),
    );
    expect(called.length).toBeGreaterThan(3);
    for (const name of called) expect(Object.keys(scripts)).toContain(name);
  });

  it.each(LEFT_OUT)('are left out where $command fits: $why', ({ command, why }) => {
    expect(all.some((each) => command.test(each.command))).toBe(true);
    const [file] = /test\/\S+\.ts/.exec(why) ?? [];
    if (file !== undefined) expect(readFileSync(join(ROOT, file), 'utf8')).toContain('npx skein');
  });

  it.each(SHORTER)('are written otherwise where %s fits', (written) => {
    expect(all.some(({ command }) => written.test(command))).toBe(true);
  });
});

describe.each([...new Set(run.map(({ page }) => page))])('%s', (page) => {
  const folder = mkdtempSync(join(tmpdir(), 'skein-docs-'));
  const commands = run.filter((each) => each.page === page);
  const home = process.cwd();
  let token = '';

  beforeAll(async () => {
    process.chdir(folder);
    writeFileSync('package.json', '{"type":"module","devDependencies":{"typescript":"*"}}');
    if (!commands.some(({ command }) => /sk1_…|report\.json/.test(command))) return;
    const { output } = await skein(FINDING);
    token = /sk1_[\w-]+/.exec(output)?.[0] ?? '';
  });
  afterEach(() => vi.unstubAllEnvs());
  afterAll(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true, force: true });
  });

  it.for(commands)('line $line: $command', async (documented, context) => {
    context.skip(
      missingServer !== '' && NEEDS_POSTGRES.test(documented.command),
      `no PostgreSQL${missingServer}`,
    );
    for (const [name, value] of Object.entries(VARIABLES)) vi.stubEnv(name, value);
    const { code, output } = await skein(commandFor(documented, token));
    expect(code, output).toBe(BROKEN.some((each) => each.test(documented.command)) ? 1 : 0);
  });
});

function commandFor({ command }: DocumentedCommand, token: string): string {
  return shortened(command).replace('sk1_…', token);
}
