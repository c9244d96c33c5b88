import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

/** How a command ended, and everything it wrote. */
export type CommandResult = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

/** A command under way. */
export type RunningCommand = {
  readonly ended: Promise<CommandResult>;
  /** Resolves once the command has written `text`; rejects if it ended without. */
  written(text: string): Promise<void>;
  signal(name: NodeJS.Signals): void;
  /** Closes the reading end of the command's output, as `head` does when it has enough. */
  stopReading(): void;
};

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BUILT = join(ROOT, 'dist/sim/cli/main.js');
const SOURCES = join(ROOT, 'sim/cli/main.ts');
/** Longer than any command here takes; one that hangs is ended and has no exit code. */
const PATIENCE_MS = 110_000;
/** What the machine or the test runner may have set, and what would change what a command writes. */
const UNWANTED = /^(?:CI|COLORTERM|FORCE_COLOR|NODE_OPTIONS|NO_COLOR|SKEIN_(?!CACHE_DIR$)\w+)$/;

/** Runs the command line in a process of its own, its output piped. */
export function skein(...words: readonly string[]): Promise<CommandResult> {
  return startSkein(words).ended;
}

/** The same, with environment variables set. */
export function skeinWith(
  variables: Readonly<Record<string, string>>,
  ...words: readonly string[]
): Promise<CommandResult> {
  return startSkein(words, variables).ended;
}

/** Starts the command line and lets the caller watch it. */
export function startSkein(
  words: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): RunningCommand {
  return watch(process.execPath, [...mainFor(words), ...words], variables);
}

/** Runs the command line on a terminal of 100 columns, which `script` pretends to be: output and errors are one. */
export function skeinOnTerminal(
  variables: Readonly<Record<string, string>>,
  ...words: readonly string[]
): Promise<CommandResult> {
  const command = [process.execPath, ...mainFor(words), ...words].map((word) => `'${word}'`).join(' ');
  const resized = `stty columns 100 rows 30; ${command}`;
  const terminal = { TERM: 'xterm', ...variables };
  return watch('script', ['--quiet', '--return', '--command', resized, '/dev/null'], terminal).ended;
}

/** Fails unless the command refused what it was told: exit code 2, nothing written but one line saying why. */
export function expectUsageError({ code, stdout, stderr }: CommandResult, reason: RegExp): void {
  expect(stderr).toMatch(reason);
  expect(stderr).toMatch(/^skein: [^\n]+\n$/);
  expect(stdout).toBe('');
  expect(code).toBe(2);
}

/** The first replay token in a text. */
export function tokenIn(text: string): string {
  const token = /npx skein replay (sk1_[\w-]+)/.exec(text)?.[1];
  if (token === undefined) throw new Error(`there is no replay command in: ${text}`);
  return token;
}

/** The command as it is built; from the sources where it is to load TypeScript that imports them. */
function mainFor(words: readonly string[]): readonly string[] {
  return words.some((word) => word.endsWith('.ts')) ? ['--import', 'tsx', SOURCES] : [BUILT];
}

function watch(
  program: string,
  words: readonly string[],
  variables: Readonly<Record<string, string>>,
): RunningCommand {
  const inherited = Object.entries(process.env).filter(([name]) => !UNWANTED.test(name));
  const child = spawn(program, words, {
    cwd: ROOT,
    env: { ...Object.fromEntries(inherited), ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: PATIENCE_MS,
    killSignal: 'SIGKILL',
  });
  const written = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      written[stream] += text;
    });
  }
  const ended = new Promise<CommandResult>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...written }));
  });
  return {
    ended,
    written: (text) => appearance(text, child, () => written.stdout + written.stderr),
    signal: (name) => void child.kill(name),
    stopReading: () => child.stdout.destroy(),
  };
}

function appearance(text: string, child: ChildProcess, written: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (written().includes(text)) resolve();
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.on('close', () => reject(new Error(`ended without writing "${text}": ${written()}`)));
    look();
  });
}
