import type { World } from '../target.ts';

/** The functions that PGlite's WebAssembly imports to tell the time. */
const CLOCKS = ['emscripten_date_now', 'emscripten_get_now'] as const;

type Imports = Record<string, Record<string, unknown>>;
type Instantiate = (source: unknown, imports?: Imports) => Promise<unknown>;

/** The global WebAssembly object, as far as it matters here. */
const webAssembly = (globalThis as unknown as { WebAssembly: { instantiate: Instantiate } }).WebAssembly;

/**
 * Runs `create` with WebAssembly instantiated so that PostgreSQL's clock is the world's. A hook must never throw:
 * an error inside an import is swallowed and leaves the backend broken.
 *
 * @param world asked at every call, so that each run brings its own; undefined means the host's time
 */
export async function withVirtualImports<Created>(
  world: () => World | undefined,
  create: () => Promise<Created>,
): Promise<Created> {
  const real = webAssembly.instantiate;
  webAssembly.instantiate = (source, imports = {}) => {
    for (const namespace of Object.values(imports)) {
      for (const name of CLOCKS) {
        const clock = namespace[name];
        if (typeof clock !== 'function') continue;
        const virtual = (): number => world()?.now() ?? (clock as () => number)();
        namespace[name] = Object.assign(virtual, clock); // Emscripten keeps the signature as a property
      }
    }
    return real.call(webAssembly, source, imports);
  };
  try {
    return await create();
  } finally {
    webAssembly.instantiate = real;
  }
}

/** A file system node of Emscripten, as far as it matters here. */
type DeviceNode = { readonly rdev: number };
type DeviceOperations = {
  read(stream: unknown, buffer: Uint8Array, offset: number, length: number): number;
};
/** Emscripten's file system, as PGlite exposes it. */
export type EmscriptenFileSystem = {
  lookupPath(path: string): { readonly node: DeviceNode };
  getDevice(rdev: number): { readonly stream_ops: DeviceOperations } | undefined;
};

/** Feeds `/dev/urandom`, where PostgreSQL takes its strong randomness from, with the world's entropy. */
export function virtualEntropy(fileSystem: EmscriptenFileSystem, world: () => World | undefined): void {
  for (const path of ['/dev/urandom', '/dev/random']) {
    const device = fileSystem.getDevice(fileSystem.lookupPath(path).node.rdev);
    if (!device) throw new Error(`this version of PGlite has no ${path}: its randomness cannot be seeded`);
    const real = device.stream_ops.read.bind(device.stream_ops);
    device.stream_ops.read = (stream, buffer, offset, length) => {
      const entropy = world()?.entropy;
      if (!entropy) return real(stream, buffer, offset, length);
      entropy.fill(buffer.subarray(offset, offset + length));
      return length;
    };
  }
}
