import { describe, expect, it } from 'vitest';
import { EPOCH } from '../../../../sim/kernel/index.ts';
import {
  type EmscriptenFileSystem,
  virtualEntropy,
  withVirtualImports,
} from '../../../../sim/target/pglite/virtual-imports.ts';
import type { World } from '../../../../sim/target/index.ts';
import { worldOf } from '../../../support/targets.ts';

/** A module that imports `env.emscripten_date_now`, a function that gives a double, and exports it as `now`. */
const MODULE = Buffer.from(
  [
    '0061736d01000000', // magic, version
    '0105016000017c', // one type: () -> f64
    `021b0103${hex('env')}13${hex('emscripten_date_now')}0000`, // one import
    `07070103${hex('now')}0000`, // one export
  ].join(''),
  'hex',
);

function hex(text: string): string {
  return Buffer.from(text).toString('hex');
}

type Instance = { readonly instance: { readonly exports: { now(): number } } };
const wasm = Reflect.get(globalThis, 'WebAssembly') as {
  instantiate(source: Uint8Array, imports: object): Promise<Instance>;
};

/** The clock of a module that is instantiated with a host's clock that always says 7. */
async function clock(): Promise<() => number> {
  const { instance } = await wasm.instantiate(MODULE, { env: { emscripten_date_now: () => 7 } });
  return () => instance.exports.now();
}

describe('withVirtualImports', () => {
  it('gives modules the clock of whatever world there is, and the host’s where there is none', async () => {
    let world: World | undefined;
    const now = await withVirtualImports(() => world, clock);
    expect(now()).toBe(7);
    world = worldOf('w', 250);
    expect(now()).toBe(EPOCH + 250);
    world = undefined;
    expect(now()).toBe(7);
  });

  it('leaves modules that are instantiated later alone, even after a failure', async () => {
    const failing = withVirtualImports(
      () => worldOf(),
      () => Promise.reject(new Error('no module')),
    );
    await expect(failing).rejects.toThrow('no module');
    expect((await clock())()).toBe(7);
  });
});

describe('virtualEntropy', () => {
  /** A file system with these devices, each of which reads sevens. */
  function fileSystem(
    ...paths: readonly string[]
  ): EmscriptenFileSystem & { read(path: string): readonly number[] } {
    const devices = new Map(
      paths.map((path, rdev) => {
        const read = (_stream: unknown, buffer: Uint8Array, offset: number, length: number): number => {
          buffer.fill(7, offset, offset + length);
          return length;
        };
        return [path, { rdev, device: { stream_ops: { read } } }];
      }),
    );
    return {
      lookupPath: (path) => ({ node: { rdev: devices.get(path)?.rdev ?? -1 } }),
      getDevice: (rdev) => [...devices.values()].find((device) => device.rdev === rdev)?.device,
      read(path) {
        const buffer = new Uint8Array(8);
        expect(devices.get(path)?.device.stream_ops.read(undefined, buffer, 2, 5)).toBe(5);
        return [...buffer];
      },
    };
  }

  it.each(['/dev/urandom', '/dev/random'])(
    'feeds %s from the world, and from the host where there is none',
    (path) => {
      const files = fileSystem('/dev/urandom', '/dev/random');
      let world: World | undefined;
      virtualEntropy(files, () => world);
      expect(files.read(path)).toEqual([0, 0, 7, 7, 7, 7, 7, 0]);
      world = worldOf('w');
      const first = files.read(path);
      expect([first.slice(0, 2), first.slice(7)]).toEqual([[0, 0], [0]]);
      expect(files.read(path)).not.toEqual(first); // the stream goes on
      world = worldOf('w');
      expect(files.read(path)).toEqual(first);
    },
  );

  it('says what is missing where it cannot', () => {
    expect(() => virtualEntropy(fileSystem('/dev/urandom'), () => undefined)).toThrow('/dev/random');
  });
});
