import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { WireWriter } from '../../wire.ts';
import { BackendChannel, type BackendModule } from '../backend-channel.ts';
import { type EmscriptenFileSystem, virtualEntropy, withVirtualImports } from '../virtual-imports.ts';
import { BackendClock } from './backend-clock.ts';
import { type BackendFunctions, Backends } from './backends.ts';
import { HashTables } from './hash-tables.ts';
import { PLPGSQL } from './layout.ts';
import { LockWaits } from './lock-waits.ts';
import { Memory } from './memory.ts';
import { Sequences } from './sequences.ts';
import { SnapshotPin } from './snapshot-pin.ts';
import { HOOKS, sessionModule } from './wasm-module.ts';

/** PGlite, booted, with all that sessions need of it. */
export type Backend = {
  readonly database: PGlite;
  readonly channel: BackendChannel;
  readonly clock: BackendClock;
  readonly backends: Backends;
  readonly functions: BackendFunctions;
  readonly waits: LockWaits;
  readonly sequences: Sequences;
  readonly pin: SnapshotPin;
};

/** What PGlite starts with, but that `search_path` is PostgreSQL's own. */
const START = PGlite.defaultStartParams.map((each) =>
  each === 'search_path=public' ? 'search_path="$user", public' : each,
);

/** The module exports this of PostgreSQL: by it, its instance is told from those of other modules. */
const OF_POSTGRES = 'skein_InitProcess';

/**
 * Boots PGlite with a data directory.
 *
 * @throws {Error} when its build is not the one whose memory is known, or something of it is missing
 */
export async function bootBackend(loadDataDir: Blob): Promise<Backend> {
  const clock = new BackendClock();
  const pgliteWasmModule = await sessionModule();
  let backends: Backends | undefined;
  let waits: LockWaits | undefined;
  let pin: SnapshotPin | undefined;
  let functions: BackendFunctions | undefined;
  let languageAt: number | undefined;
  const { database, channel, memory } = await withVirtualImports(
    clock.view,
    async () => {
      // PGlite takes a module of type WebAssembly.Module, which Node's types do not declare.
      const options = { loadDataDir, pgliteWasmModule, startParams: START } as PGliteOptions;
      const database = await PGlite.create(options);
      // PGlite does not declare its module; what of it is used fails at boot, should it be missing.
      const { mod } = database as unknown as { mod: BackendModule & { FS: EmscriptenFileSystem } };
      virtualEntropy(mod.FS, clock.view);
      const channel = new BackendChannel(mod);
      channel.send(new WireWriter().query("load 'plpgsql'").message());
      return { database, channel, memory: new Memory(mod) };
    },
    {
      replaced: {
        [HOOKS.poll]: () => waits?.poll() ?? 0,
        [HOOKS.currentSnapshot]: () => pin?.onSnapshot('current') ?? 0,
        [HOOKS.latestSnapshot]: () => pin?.onSnapshot('latest') ?? 0,
        [HOOKS.keepsFiles]: () => (backends?.mustKeepFiles() ? 1 : 0),
        _setitimer_js: () => 0,
      },
      onInstance: (exports, imports) => {
        if (OF_POSTGRES in exports) functions = checked(exports);
        else if (PLPGSQL.handler in exports) languageAt = Number(imports['env']?.['__memory_base']);
      },
    },
  );
  if (languageAt === undefined) throw new Error('PGlite has no PL/pgSQL');
  if (!functions) throw new Error('PGlite was instantiated without the functions that its sessions need');
  const tables = new HashTables(functions);
  backends = new Backends(memory, functions, tables, languageAt);
  waits = new LockWaits(backends, functions, tables);
  pin = new SnapshotPin(memory);
  return {
    database,
    channel,
    pin,
    clock,
    backends,
    functions,
    waits,
    sequences: new Sequences(memory, tables),
  };
}

/** Functions of the module that tell by an error of ours when PostgreSQL reports one where nobody can handle it. */
function checked(exports: Readonly<Record<string, unknown>>): BackendFunctions {
  const names = Object.keys(exports).filter((name) => typeof exports[name] === 'function');
  const entries = names.map((name) => {
    const call = exports[name] as (...values: readonly number[]) => number;
    const wrapped = (...values: readonly number[]): number => {
      try {
        return call(...values);
      } catch (error) {
        throw new Error(`PGlite's ${name} failed`, { cause: error });
      }
    };
    return [name, wrapped] as const;
  });
  return Object.fromEntries(entries) as unknown as BackendFunctions;
}
