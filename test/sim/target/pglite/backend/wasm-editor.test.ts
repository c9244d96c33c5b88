import { describe, expect, it } from 'vitest';
import { editWasm, type WasmEdits } from '../../../../../sim/target/pglite/backend/wasm-editor.ts';

type Exports = Readonly<Record<string, () => number>>;
const wasm = Reflect.get(globalThis, 'WebAssembly') as {
  instantiate(
    source: Uint8Array,
    imports: object,
  ): Promise<{ readonly instance: { readonly exports: Exports } }>;
};

const MAGIC = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const PADDING = 130;

/**
 * A module that imports `env.ask`, a function that returns an integer. Function 1 returns 7; function 2 returns 8, after
 * so many instructions that do nothing that its length takes two bytes; both are exported as `seven` and `eight`.
 */
function moduleBytes(): Uint8Array<ArrayBuffer> {
  const seven = [0x00, 0x41, 0x07, 0x0b]; // no locals; i32.const 7; end
  const eight = [0x01, 0x01, 0x7f, ...Array<number>(PADDING).fill(0x01), 0x41, 0x08, 0x0b]; // a local; nop …; i32.const 8
  return new Uint8Array([
    ...MAGIC,
    ...section(1, [1, 0x60, 0, 1, 0x7f]), // one type: () -> i32
    ...section(2, [1, ...name('env'), ...name('ask'), 0, 0]),
    ...section(3, [2, 0, 0]),
    ...section(7, [2, ...name('seven'), 0, 1, ...name('eight'), 0, 2]),
    ...section(10, [2, ...leb(seven.length), ...seven, ...leb(eight.length), ...eight]),
  ]);
}

/** A module that imports `env.ask`, and exports a global `value`, which is 5, and `reset`, which makes it 0. */
function resettingModuleBytes(): Uint8Array<ArrayBuffer> {
  const reset = [0x00, 0x41, 0x00, 0x24, 0x00, 0x0b]; // no locals; i32.const 0; global.set 0; end
  return new Uint8Array([
    ...MAGIC,
    ...section(1, [2, 0x60, 0, 1, 0x7f, 0x60, 0, 0]), // () -> i32, () -> nothing
    ...section(2, [1, ...name('env'), ...name('ask'), 0, 0]),
    ...section(3, [1, 1]),
    ...section(6, [1, 0x7f, 1, 0x41, 5, 0x0b]), // a variable i32, at first 5
    ...section(7, [2, ...name('reset'), 0, 1, ...name('value'), 3, 0]),
    ...section(10, [1, ...leb(reset.length), ...reset]),
  ]);
}

function name(text: string): number[] {
  return [text.length, ...Buffer.from(text)];
}

function section(id: number, body: readonly number[]): number[] {
  return [id, ...leb(body.length), ...body];
}

function leb(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, value >> 7];
}

const NOTHING: WasmEdits = { exports: {}, calls: [] };

async function instantiate(edits: Partial<WasmEdits>): Promise<{ exports: Exports; asked: () => number }> {
  let asked = 0;
  const ask = (): number => (asked += 1);
  const edited = editWasm(moduleBytes(), { ...NOTHING, ...edits });
  const { instance } = await wasm.instantiate(edited, { env: { ask } });
  return { exports: instance.exports, asked: () => asked };
}

describe('editWasm', () => {
  it('changes nothing unless told', () => {
    expect(editWasm(moduleBytes(), NOTHING)).toEqual(moduleBytes());
  });

  it('exports functions besides, under names of any length', async () => {
    const long = 'n'.repeat(200);
    const { exports } = await instantiate({ exports: { again: 1, [long]: 2 } });
    expect([exports['seven']?.(), exports['again']?.(), exports[long]?.()]).toEqual([7, 7, 8]);
  });

  it('calls an import where a function begins, after its local variables', async () => {
    const { exports, asked } = await instantiate({ calls: [{ inside: 2, target: 'ask' }] });
    expect(exports['seven']?.()).toBe(7);
    expect(asked()).toBe(0);
    expect(exports['eight']?.()).toBe(8);
    expect(asked()).toBe(1);
  });

  it('calls an import before some code, in several functions', async () => {
    const { exports, asked } = await instantiate({
      calls: [
        { inside: 1, before: [0x41, 0x07], target: 'ask' },
        { inside: 2, before: [0x41, 0x08], target: 'ask' },
      ],
    });
    expect([exports['seven']?.(), exports['eight']?.(), exports['eight']?.()]).toEqual([7, 8, 8]);
    expect(asked()).toBe(3);
  });

  it('has a function without a result return at once if the import says so', async () => {
    const calls = [{ inside: 1, target: 'ask', answer: 'returns-if-true' }] as const;
    const edited = editWasm(resettingModuleBytes(), { exports: {}, calls });
    let answer = 1;
    const { instance } = await wasm.instantiate(edited, { env: { ask: () => answer } });
    const value = (): number => (instance.exports['value'] as unknown as { value: number }).value;
    instance.exports['reset']?.();
    expect(value()).toBe(5);
    answer = 0;
    instance.exports['reset']?.();
    expect(value()).toBe(0);
  });

  it('lets a length grow beyond one byte', async () => {
    const calls = [{ inside: 1, target: 'ask' }];
    const edited = editWasm(moduleBytes(), { exports: { ['e'.repeat(120)]: 1 }, calls });
    expect(edited.length).toBeGreaterThan(moduleBytes().length + 120);
    const { instance } = await wasm.instantiate(edited, { env: { ask: () => 0 } });
    expect(instance.exports['e'.repeat(120)]?.()).toBe(7);
  });

  it.each([
    ['imports no function tell', { inside: 1, target: 'tell' }],
    ['does not hold the expected code once', { inside: 1, before: [0x41, 0x09], target: 'ask' }],
    ['does not hold the expected code once', { inside: 2, before: [0x01, 0x01], target: 'ask' }],
    ['has not all functions', { inside: 9, target: 'ask' }],
  ])('refuses what the module cannot have: it %s', (reason, call) => {
    expect(() => editWasm(moduleBytes(), { exports: {}, calls: [call] })).toThrow(reason);
  });
});
