import { getRandomValues, randomBytes, randomFillSync, randomInt, randomUUID, webcrypto } from 'node:crypto';
import { performance as imported } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { type Actor, EPOCH, type RunEnd } from '../../../sim/kernel/index.ts';
import { answering, anyOf, play } from '../../support/simulations.ts';

/** Everything that tells the time. */
const CLOCKS: Readonly<Record<string, () => unknown>> = {
  'Date.now()': () => Date.now(),
  'new Date()': () => new Date().toISOString(),
  'Date()': () => Date(),
  'performance.now()': () => performance.now(),
  'performance.now() of node:perf_hooks': () => imported.now(),
  'process.hrtime()': () => process.hrtime(),
  'process.hrtime.bigint()': () => process.hrtime.bigint(),
};

/** Everything that draws random numbers. */
const DICE: Readonly<Record<string, () => unknown>> = {
  'Math.random()': () => Math.random(),
  'crypto.randomUUID()': () => globalThis.crypto.randomUUID(),
  'crypto.getRandomValues()': () => globalThis.crypto.getRandomValues(new Uint32Array(2)),
  'randomUUID()': () => randomUUID(),
  'randomUUID() of the module object': () => process.getBuiltinModule('node:crypto').randomUUID(),
  'randomBytes()': () => randomBytes(9).toString('hex'),
  'randomInt(max)': () => randomInt(2 ** 31),
  'randomInt(min, max)': () => randomInt(-1e9, 1e9),
  'randomFillSync()': () => randomFillSync(new Uint16Array(5)),
  'getRandomValues()': () => getRandomValues(new Uint8Array(9)),
  'webcrypto.randomUUID()': () => webcrypto.randomUUID(),
};

const EVERYTHING = { ...CLOCKS, ...DICE };

function textOf(value: unknown): string {
  return ArrayBuffer.isView(value) ? Buffer.from(value.buffer).toString('hex') : String(value);
}

/** Two actors look at everything, sleep a while that their seed decides, and look again. */
async function look(seed: string): Promise<RunEnd> {
  const watch = async (actor: Actor): Promise<void> => {
    for (let round = 0; round < 2; round += 1) {
      await actor.sleep(1 + actor.random.below(1_000_000));
      for (const [name, read] of Object.entries(EVERYTHING)) {
        const seen = textOf(read());
        await actor.step(answering(name, () => seen));
      }
    }
  };
  return await play({ a: watch, b: watch }, { seed, chooser: anyOf(seed) });
}

/** What was seen of each source. */
function seenIn(run: RunEnd): ReadonlyMap<string, readonly string[]> {
  const seen = new Map<string, string[]>();
  for (const { detail } of run.trace.steps) {
    if (!('label' in detail && 'value' in detail)) continue;
    const name = String(detail.label);
    seen.set(name, [...(seen.get(name) ?? []), String(detail.value)]);
  }
  return seen;
}

const [run, again, other] = await Promise.all([look('1'), look('1'), look('2')]);
const [seen, seenAgain, seenByOther] = [seenIn(run), seenIn(again), seenIn(other)];

describe('inside a run', () => {
  it.each(Object.keys(EVERYTHING))('%s is the same for the same seed, and another for another', (name) => {
    const [own, others] = [new Set(seen.get(name)), new Set(seenByOther.get(name))];
    expect(seen.get(name)).toHaveLength(4);
    expect(seenAgain.get(name)).toEqual(seen.get(name));
    expect(own.size).toBeGreaterThan(1);
    expect(new Set([...own, ...others]).size).toBe(own.size + others.size);
  });

  it('such values make the same trace for the same seed, and another for another', () => {
    expect(again.trace.hash()).toBe(run.trace.hash());
    expect(other.trace.hash()).not.toBe(run.trace.hash());
  });

  it('every clock tells the same virtual time', async () => {
    const told: unknown[] = [];
    await play({
      async a(actor) {
        await actor.sleep(1_234);
        told.push(...Object.values(CLOCKS).map((read) => read()));
      },
    });
    const now = EPOCH + 1_234;
    expect(told).toEqual([
      now,
      '2000-01-01T00:00:01.234Z',
      new Date(now).toString(),
      now,
      now,
      [946_684_801, 234_000_000],
      BigInt(now) * 1_000_000n,
    ]);
  });

  it('process.hrtime() tells what passed since an earlier reading', async () => {
    const passed: unknown[] = [];
    await play({
      async a(actor) {
        await actor.sleep(900);
        const first = process.hrtime();
        passed.push(process.hrtime(first));
        await actor.sleep(50);
        passed.push(process.hrtime(first));
        await actor.sleep(150); // beyond the end of the second
        passed.push(process.hrtime(first));
        await actor.sleep(2_000);
        passed.push(process.hrtime(first));
      },
    });
    expect(passed).toEqual([
      [0, 0],
      [0, 50_000_000],
      [0, 200_000_000],
      [2, 200_000_000],
    ]);
  });

  it('random numbers lie where they should', async () => {
    const drawn: { readonly fraction: number; readonly int: number; readonly between: number }[] = [];
    const ranges: number[][] = [];
    await play({
      async a() {
        for (let draw = 0; draw < 500; draw += 1) {
          drawn.push({ fraction: Math.random(), int: randomInt(6), between: randomInt(-3, 3) });
        }
        ranges.push([...randomFillSync(new Uint8Array(8), 3, 2)], [...randomBytes(0)], [...randomBytes(5)]);
      },
    });
    expect(drawn.every(({ fraction }) => fraction >= 0 && fraction < 1)).toBe(true);
    expect(new Set(drawn.map(({ int }) => int))).toEqual(new Set([0, 1, 2, 3, 4, 5]));
    expect(new Set(drawn.map(({ between }) => between))).toEqual(new Set([-3, -2, -1, 0, 1, 2]));
    expect(ranges[0]?.map((byte, index) => (index === 3 || index === 4 ? 'filled' : byte))).toEqual([
      0,
      0,
      0,
      'filled',
      'filled',
      0,
      0,
      0,
    ]);
    expect(ranges.map(({ length }) => length)).toEqual([8, 0, 5]);
  });

  it('randomInt() with a callback is virtual as well, whatever the host drew before', async () => {
    const draw = async (): Promise<readonly number[]> => {
      randomInt(10); // lets the host's own function keep numbers in store
      const drawn: number[] = [];
      await play({
        async a(actor) {
          for (let left = 3; left > 0; left -= 1) randomInt(1_000_000, (_error, value) => drawn.push(value));
          await actor.settled();
        },
      });
      return drawn;
    };
    const first = await draw();
    expect(first).toHaveLength(3);
    expect(await draw()).toEqual(first);
  });

  it('draws of trapped functions change nothing in the actor’s own stream', async () => {
    const drawn: string[] = [];
    for (const count of [0, 10]) {
      await play({
        async a(actor) {
          for (let left = count; left > 0; left -= 1) Math.random();
          drawn.push(actor.random.uuid());
        },
      });
    }
    expect(drawn[1]).toBe(drawn[0]);
  });
});

describe('outside of a run', () => {
  it.each(Object.keys(CLOCKS).filter((name) => name !== 'Date()'))('%s goes on', (name) => {
    const read = CLOCKS[name];
    const first = textOf(read?.());
    for (const end = Date.now() + 5; Date.now() < end; );
    expect(textOf(read?.())).not.toBe(first);
  });

  it.each(Object.keys(DICE))('%s differs from draw to draw', (name) => {
    const read = DICE[name];
    expect(textOf(read?.())).not.toBe(textOf(read?.()));
  });

  it('time is the host’s, between runs and after them', async () => {
    const before = Date.now();
    await play({ a: (actor) => actor.sleep(1e7) });
    const after = Date.now();
    expect(before).toBeGreaterThan(Date.UTC(2020, 0));
    expect(after - before).toBeLessThan(60_000);
    expect(Math.abs(Date.parse(Date()) - after)).toBeLessThan(2_000);
    expect(Math.abs(new Date().getTime() - after)).toBeLessThan(2_000);
    expect(performance.now()).toBeLessThan(EPOCH);
    expect(process.hrtime(process.hrtime())[0]).toBe(0);
  });

  it('randomInt() and randomBytes() still call back', async () => {
    const int = await new Promise((resolve) => randomInt(5, 6, (_error, value) => resolve(value)));
    const bytes = await new Promise<Buffer>((resolve) => randomBytes(4, (_error, value) => resolve(value)));
    expect([int, bytes.length]).toEqual([5, 4]);
  });
});
