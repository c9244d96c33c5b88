import type { World } from '../target.ts';

/** The functions that PGlite's WebAssembly imports to tell the time. */
const CLOCKS = ['emscripten_date_now', 'emscripten_get_now'] as const;

export type Imports = Record<string, Record<string, unknown>>;
type Instance = { readonly exports: Readonly<Record<string, unknown>> };
type Instantiate = (
  source: unknown,
  imports?: Imports,
) => Promise<Instance | { readonly instance: Instance }>;

/** The global WebAssembly object, as far as it matters here. */
const webAssembly = (
  globalThis as unknown as {
    WebAssembly: { instantiate: Instantiate; Instance: new (module: object, imports: Imports) => Instance };
  }
).WebAssembly;

/** What else is done while modules are instantiated. */
export type Interventions = {
  /** Imports of any module that are replaced, where they are there. */
  readonly replaced?: Readonly<Record<string, () => number>>;
  /** Told what each module instantiated exports, and what it is given. */
  readonly onInstance?: (exports: Readonly<Record<string, unknown>>, imports: Imports) => void;
};

/**
 * Runs `create` with WebAssembly instantiated so that PostgreSQL's clock is the world's. A hook must never throw:
 * an error inside an import is swallowed and leaves the backend broken.
 *
 * @param world asked at every call, so that each run brings its own; undefined means the host's time
 */
export async function withVirtualImports<Created>(
  world: () => World | undefined,
  create: () => Promise<Created>,
  { replaced = {}, onInstance = () => undefined }: Interventions = {},
): Promise<Created> {
  const { instantiate, Instance } = webAssembly;
  webAssembly.instantiate = async (source, imports = {}) => {
    for (const namespace of Object.values(imports)) {
      for (const name of CLOCKS) {
        replace(namespace, name, (clock) => (): number => world()?.now() ?? clock());
      }
      for (const [name, replacement] of Object.entries(replaced)) replace(namespace, name, () => replacement);
    }
    const result = await instantiate.call(webAssembly, source, imports);
    const instance = 'instance' in result ? result.instance : result;
    onInstance(instance.exports, imports);
    return result;
  };
  webAssembly.Instance = new Proxy(Instance, {
    construct(target, [module, imports]: [object, Imports]) {
      const instance = new target(module, imports);
      onInstance(instance.exports, imports);
      return instance;
    },
  });
  try {
    return await create();
  } finally {
    webAssembly.instantiate = instantiate;
    webAssembly.Instance = Instance;
  }
}

/** Replaces a function, if it is there. Emscripten keeps its signature as a property. */
function replace(
  namespace: Record<string, unknown>,
  name: string,
  by: (real: () => number) => () => number,
): void {
  const real = namespace[name];
  if (typeof real === 'function') namespace[name] = Object.assign(by(real as () => number), real);
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
