import { spawn } from 'node:child_process';
import { scrypt } from 'node:crypto';
import { lookup } from 'node:dns';
import * as fs from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { scheduler } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { type Actor, EscapedSimulationError, host } from '../../../sim/kernel/index.ts';
import { foreignFrame } from '../../../sim/kernel/escaped-simulation-error.ts';
import {
  actorsOf,
  answering,
  type Bodies,
  deferred,
  nextLine,
  play,
  type PlayOptions,
  step,
} from '../../support/simulations.ts';

const threads: Worker[] = [];
afterAll(() => Promise.all(threads.map((thread) => thread.terminate())));

/** How a run ended that must have been escaped from. */
async function escapeOf(bodies: Bodies, options: PlayOptions = {}): Promise<EscapedSimulationError> {
  const error = await play(bodies, options).then(
    ({ end }) => new Error(`nobody escaped, the run was ${end}`),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof EscapedSimulationError)) throw error;
  return error;
}

/** Whatever was started has its time to come to something, and to do harm if it can. Then a run is as it ever was. */
async function expectHealthy(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => host.setImmediate(resolve));
  expect(Date.now()).toBeGreaterThan(Date.UTC(2020, 0));
  const run = await play({
    async a(actor) {
      await actor.sleep(5);
      await actor.step(step('work'));
    },
  });
  expect(actorsOf(run)).toEqual(['clock', 'a']);
  expect(run).toMatchObject({ end: 'finished', failures: [], elapsedMs: 5 });
}

/** Where the code stands that escapes. */
let place = '';

/** What reaches past the ports, and what is told of it. */
const REAL: Readonly<Record<string, readonly [told: string, escape: () => unknown]>> = {
  'fs.promises.readFile': [
    'started something real (FSREQPROMISE)',
    async () => {
      place = nextLine();
      await readFile(new URL(import.meta.url));
    },
  ],
  'fs.readFile': [
    'started something real (FSREQCALLBACK)',
    () => {
      place = nextLine();
      fs.readFile(new URL(import.meta.url), () => undefined);
    },
  ],
  'dns.lookup': [
    'started something real (GETADDRINFOREQWRAP)',
    () => {
      place = nextLine();
      lookup('localhost', () => undefined);
    },
  ],
  'net.connect': [
    'started something real (TCPWRAP)',
    () => {
      place = nextLine();
      connect(9, '127.0.0.1').on('error', () => undefined);
    },
  ],
  'net.Server.listen': [
    'started something real (TCPSERVERWRAP)',
    () => {
      const server = createServer();
      server.on('listening', () => server.close());
      place = nextLine();
      server.listen(0);
    },
  ],
  fetch: [
    'called fetch',
    async () => {
      place = nextLine();
      await fetch('http://127.0.0.1:9');
    },
  ],
  'a worker thread': [
    'started something real (WORKER)',
    () => {
      place = nextLine();
      threads.push(new Worker('', { eval: true }));
    },
  ],
  'a child process': [
    'started something real (PROCESSWRAP)',
    () => {
      place = nextLine();
      spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    },
  ],
  'a message channel': [
    'started something real (MESSAGEPORT)',
    () => {
      place = nextLine();
      const { port1 } = new MessageChannel();
      port1.close();
    },
  ],
  'cryptography on a thread': [
    'started something real (SCRYPTREQUEST)',
    () => {
      place = nextLine();
      scrypt('password', 'salt', 8, () => undefined);
    },
  ],
  'web cryptography': [
    'started something real (HASHREQUEST)',
    async () => {
      place = nextLine();
      await crypto.subtle.digest('SHA-256', new Uint8Array(1));
    },
  ],
  'AbortSignal.timeout': [
    'started something real (Timeout)',
    () => {
      place = nextLine();
      AbortSignal.timeout(5);
    },
  ],
  'scheduler.wait': [
    'started something real (Timeout)',
    async () => {
      place = nextLine();
      await scheduler.wait(5);
    },
  ],
};

/** Real operations that an actor waits for. */
const AWAITED: Readonly<Record<string, () => Promise<unknown>>> = {
  'fs.promises.readFile': () => readFile(new URL(import.meta.url)),
  'dns.lookup': () => new Promise((resolve) => lookup('localhost', resolve)),
  'net.connect': () => new Promise((resolve) => connect(9, '127.0.0.1').on('error', resolve)),
  'scheduler.wait': () => scheduler.wait(5),
  'web cryptography': () => crypto.subtle.digest('SHA-256', new Uint8Array(1)),
  'a worker thread': () =>
    new Promise((resolve) => {
      const thread = new Worker('', { eval: true });
      threads.push(thread);
      thread.on('exit', resolve);
    }),
};

describe('something real that is started inside a run', () => {
  it.each(Object.keys(REAL))(
    'is an escape that names the actor and the place, when watched: %s',
    async (name) => {
      const [told, escape] = REAL[name] ?? [];
      const error = await escapeOf(
        {
          innocent: (actor) => actor.sleep(1),
          async guilty(actor) {
            await actor.step(step('before'));
            await escape?.();
            await actor.step(step('after'));
          },
        },
        { diagnose: true },
      );
      expect(error.name).toBe('EscapedSimulationError');
      expect(error.actor).toBe('guilty');
      expect(error.place).toContain(place);
      expect(error.message).toBe(`actor guilty ${told} at ${error.place}`);
      await expectHealthy();
    },
  );

  it.each(Object.keys(AWAITED))('is an escape whenever an actor waits for it: %s', async (name) => {
    const error = await escapeOf({
      innocent: (actor) => actor.sleep(1),
      async guilty(actor) {
        await actor.step(step('before'));
        await AWAITED[name]?.();
        await actor.step(step('after'));
      },
    });
    expect(error.message).toBe('actor guilty waits (in guilty) for a promise that no port made');
    await expectHealthy();
  });

  it('is an escape that is found at once, and placed, where it is fetch', async () => {
    const error = await escapeOf({
      async a(actor) {
        place = nextLine();
        void fetch('http://127.0.0.1:9');
        await actor.step(step('work'));
      },
    });
    expect(error.message).toBe(`actor a called fetch at ${error.place}`);
    expect(error.place).toContain(place);
    await expectHealthy();
  });

  it('has no say while the run lasts, where nobody waits for it', async () => {
    const answers: string[] = [];
    const run = await play({
      async a(actor) {
        fs.readFile(new URL(import.meta.url), () => answers.push('file'));
        lookup('localhost', () => answers.push('address'));
        for (const end = host.monotonicMs() + 20; host.monotonicMs() < end; ) await actor.step(step('work'));
        await actor.step(answering('answers', () => answers.length));
      },
    });
    expect(run.trace.steps.at(-1)?.detail).toMatchObject({ label: 'answers', value: 0 });
    while (answers.length < 2) await new Promise((resolve) => host.setImmediate(resolve));
    await expectHealthy();
  });

  it('is none outside of runs', async () => {
    const [text, address] = await Promise.all([
      readFile(new URL(import.meta.url), 'utf8'),
      new Promise((resolve) => lookup('127.0.0.1', (_error, found) => resolve(found))),
    ]);
    expect(text).toContain('is none outside of runs');
    expect(address).toBe('127.0.0.1');
  });

  it('does not include writing to the terminal', async () => {
    const run = await play({
      async a(actor) {
        process.stdout.write('');
        process.stderr.write('');
        await actor.step(step('work'));
      },
    });
    expect(run.end).toBe('finished');
  });
});

describe('a promise that no port made', () => {
  const WAITS = 'for a promise that no port made';

  it('is an escape when an actor waits for it, without a place unless promises are watched', async () => {
    const error = await escapeOf({ a: () => deferred().promise });
    expect(error.message).toBe(`actor a waits (in a) ${WAITS}`);
    expect(error.place).toBeUndefined();
    await expectHealthy();
  });

  it('is an escape with the place where it was made, when promises are watched', async () => {
    const error = await escapeOf(
      {
        async a(actor) {
          await actor.step(step('work'));
          place = nextLine();
          const never = new Promise(() => undefined);
          await actor.step(step('work'));
          await never;
        },
      },
      { diagnose: true },
    );
    expect(error.actor).toBe('a');
    expect(error.place).toContain('escaped-simulation-error.test.ts:');
    expect(error.message).toBe(`actor a waits (in a) ${WAITS} at ${error.place}`);
    await expectHealthy();
  });

  it('is an escape that names the line when it was made last', async () => {
    const error = await escapeOf(
      {
        async a(actor) {
          await actor.step(step('work'));
          place = nextLine();
          await new Promise(() => undefined);
        },
      },
      { diagnose: true },
    );
    expect(error.place).toContain(place);
  });

  it('is an escape in an activity, too, which is named', async () => {
    const error = await escapeOf({
      async a(actor) {
        const loop = actor.start('loop', () => deferred().promise);
        await loop.join();
      },
    });
    expect(error.message).toBe(`actor a waits (in loop) ${WAITS}`);
  });

  it('is an escape when another actor would have settled it', async () => {
    const { promise, resolve } = deferred();
    const error = await escapeOf({
      waiting: () => promise,
      async waking(actor) {
        await actor.step(step('work'));
        resolve();
      },
    });
    expect(error.message).toBe(`actor waiting waits (in waiting) ${WAITS}`);
    await expectHealthy();
  });

  it('does not change what happens while promises are watched', async () => {
    const body = async (actor: Actor): Promise<void> => {
      for (let round = 0; round < 3; round += 1) {
        await actor.step(answering('draw', () => actor.random.below(100)));
        await Promise.all([1, 2].map((ms) => actor.start('nap', () => actor.sleep(ms)).join()).slice(0, 1));
        await new Promise<void>((resolve) => setTimeout(resolve, 3));
      }
    };
    const [plain, watched] = [
      await play({ a: body, b: body }),
      await play({ a: body, b: body }, { diagnose: true }),
    ];
    expect(plain.trace.hash()).toBe(watched.trace.hash());
  });
});

describe('an actor that is woken past its ports', () => {
  it('is an escape that names both, and where it would have acted', async () => {
    const { promise, resolve } = deferred();
    const error = await escapeOf({
      async woken(actor) {
        void actor.sleep(1_000); // so that it seems to wait for something of its own
        await promise;
        place = nextLine();
        await actor.step(step('work'));
      },
      async waking(actor) {
        await actor.step(step('work'));
        resolve();
      },
    });
    expect(error.message).toBe(`actor woken was woken by waking, past the ports at ${error.place}`);
    expect(error.place).toContain(place);
    await expectHealthy();
  });

  it('is an escape when a step of the scheduler acts for it', async () => {
    const error = await escapeOf({
      async a(actor) {
        place = '';
        await actor.step(
          answering('acts', () => {
            place = nextLine();
            void actor.sleep(1);
          }),
        );
      },
    });
    expect(error.message).toBe(`actor a was woken by itself, past the ports at ${error.place}`);
    expect(error.place).toContain(place);
  });
});

describe('foreignFrame', () => {
  it('is the innermost frame that has a place outside of Node and of the kernel', () => {
    const kernel = new URL('../../../sim/kernel/', import.meta.url).pathname;
    const stack = [
      'Error: here',
      `    at Stage.park (${kernel}stage.ts:1:2)`,
      `    at go (file://${kernel}stage.ts:3:4)`,
      '    at new Promise (<anonymous>)',
      '    at processTicksAndRejections (node:internal/process/task_queues:95:5)',
      '    at async run (/somewhere/sim/kernel/of-somebody-else.ts:12:34)',
      '    at /somewhere/main.ts:1:1',
    ].join('\n');
    expect(foreignFrame(stack)).toBe('async run (/somewhere/sim/kernel/of-somebody-else.ts:12:34)');
  });

  it('is none where there is no such frame', () => {
    expect(foreignFrame(undefined)).toBeUndefined();
    expect(foreignFrame('Error: here')).toBeUndefined();
    expect(
      foreignFrame('Error: here\n    at Promise.then (<anonymous>)\n    at node:net:1:1'),
    ).toBeUndefined();
  });
});
