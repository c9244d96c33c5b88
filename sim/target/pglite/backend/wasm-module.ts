import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { BUILD, FORGET_FILES, HIDDEN_FUNCTIONS, POLL, TAKE_SNAPSHOT } from './layout.ts';
import { editWasm } from './wasm-editor.ts';

/**
 * Imports of PGlite that PostgreSQL needs for nothing here (the operating system's user and groups), and what they are
 * needed for instead.
 */
export const HOOKS = {
  /** Somebody has to wait. */
  poll: '__syscall_getegid32',
  /** A statement takes a snapshot. */
  currentSnapshot: '__syscall_getgid32',
  /** A statement takes the latest snapshot though its transaction has one. */
  latestSnapshot: '__syscall_getuid32',
  /** A transaction ends and is about to forget files. Answers whether they are to be kept. */
  keepsFiles: '__syscall_geteuid32',
} as const;

/** What WebAssembly offers, as far as it matters here. */
const webAssembly = (
  globalThis as unknown as { WebAssembly: { compile(bytes: Uint8Array<ArrayBuffer>): Promise<object> } }
).WebAssembly;

let compiled: Promise<object> | undefined;

/**
 * PGlite's module with what sessions need: it exports how a backend begins, and calls {@link HOOKS}. Compiled once per process.
 *
 * @throws {Error} when another build of PGlite is installed than the one whose layout is known
 */
export function sessionModule(): Promise<object> {
  compiled ??= compile();
  return compiled;
}

async function compile(): Promise<object> {
  const folder = dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'));
  const binary = new Uint8Array(readFileSync(join(folder, 'pglite.wasm')));
  const build = createHash('sha256').update(binary).digest('hex');
  if (build !== BUILD) {
    throw new Error(
      `PGlite's build ${build.slice(0, 12)} is not the one whose memory is known: install the exact version of @electric-sql/pglite that package.json names`,
    );
  }
  const calls = [
    { ...POLL, target: HOOKS.poll },
    { ...TAKE_SNAPSHOT.current, target: HOOKS.currentSnapshot },
    { ...TAKE_SNAPSHOT.latest, target: HOOKS.latestSnapshot },
    { ...FORGET_FILES, target: HOOKS.keepsFiles, answer: 'returns-if-true' as const },
  ];
  return webAssembly.compile(editWasm(binary, { exports: HIDDEN_FUNCTIONS, calls }));
}
