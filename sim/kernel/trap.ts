import { createHook } from 'node:async_hooks';
import type { TimerOptions } from 'node:timers';
import * as crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import * as timersPromises from 'node:timers/promises';
import { promisify } from 'node:util';
import { installVirtualDate } from './trap-date.ts';

/** What code running inside a run gets instead of the host's time, randomness and timers. */
export type TrapContext = {
  now(): number;
  /** A number in [0, 1). */
  fraction(): number;
  uuid(): string;
  fill(bytes: Uint8Array): void;
  /** Runs `callback` after virtual milliseconds, and again each time if `repeat`. */
  timer(callback: () => void, milliseconds: number, repeat: boolean): VirtualTimer;
  sleep(milliseconds: number, wakeUp?: AbortSignal): Promise<void>;
  /** Told where every promise is made, if somebody wants to know. */
  onPromise(stack: () => string | undefined): void;
  /** Notes that something real was started, which no seed decides. */
  escape(what: string, stack: string | undefined): void;
};

export type VirtualTimer = { readonly cancel: () => void };

let current: TrapContext | undefined;
let installed = false;

/** Lets the traps answer for `context`, until {@link releaseTrap}. */
export function setTrap(context: TrapContext): void {
  current = context;
}

/** Gives everybody the host's own functions again. */
export function releaseTrap(): void {
  current = undefined;
}

/**
 * Replaces this process's clocks, timers and randomness by functions that are virtual while an actor runs and the
 * host's own at any other time. Whatever else reaches outside (files, sockets, threads) cannot answer while the run
 * lasts: whoever waits for it is found. Installing twice does nothing.
 */
export function installTrap(): void {
  if (installed) return;
  installed = true;
  installVirtualDate(() => current?.now());
  trapMath();
  trapPerformance();
  trapCrypto();
  trapTimers();
  trapTicks();
  trapNetwork();
  syncBuiltinESMExports();
}

function trapMath(): void {
  const real = Math.random;
  Math.random = () => current?.fraction() ?? real();
}

function trapPerformance(): void {
  const real = performance.now.bind(performance);
  performance.now = () => current?.now() ?? real();
  const realHrtime = process.hrtime;
  const hrtime = (previous?: [number, number]): [number, number] => {
    if (!current) return realHrtime(previous);
    const now = current.now();
    const time: [number, number] = [Math.floor(now / 1_000), (now % 1_000) * 1_000_000];
    if (!previous) return time;
    const borrowed = time[1] < previous[1] ? 1 : 0;
    return [time[0] - previous[0] - borrowed, time[1] - previous[1] + borrowed * 1_000_000_000];
  };
  const bigint = () => (current ? BigInt(current.now()) * 1_000_000n : realHrtime.bigint());
  process.hrtime = Object.assign(hrtime, { bigint });
}

function trapCrypto(): void {
  const web = globalThis.crypto;
  const module = mutable(crypto);
  const realUuid = crypto.randomUUID;
  const realFill = crypto.randomFillSync;
  const realBytes = crypto.randomBytes;
  const realInt = crypto.randomInt;
  const realValues = web.getRandomValues.bind(web);

  const uuid = (options?: crypto.RandomUUIDOptions) =>
    (current ? current.uuid() : realUuid(options)) as crypto.UUID;
  const values = <T extends ArrayBufferView>(view: T): T => {
    // The host's own function, given the same view, states the type of what it may fill.
    if (!current) return realValues(view as never) as T;
    current.fill(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
    return view;
  };
  module['randomUUID'] = uuid;
  module['randomFillSync'] = (view: ArrayBufferView, ...range: number[]) => {
    if (!current) return (realFill as (...all: unknown[]) => unknown)(view, ...range);
    const [offset = 0, size = view.byteLength - offset] = range;
    current.fill(new Uint8Array(view.buffer, view.byteOffset + offset, size));
    return view;
  };
  module['randomBytes'] = (size: number, callback?: (error: Error | null, bytes: Buffer) => void) => {
    if (!current || callback) return (realBytes as (...all: unknown[]) => unknown)(size, callback);
    return values(Buffer.from(new Uint8Array(size)));
  };
  module['randomInt'] = (...range: unknown[]) => {
    if (!current) return (realInt as (...all: unknown[]) => unknown)(...range);
    const callback = typeof range.at(-1) === 'function' ? range.pop() : undefined;
    const [low, high] = range.length > 1 ? [Number(range[0]), Number(range[1])] : [0, Number(range[0])];
    const value = low + Math.floor(current.fraction() * (high - low));
    if (callback === undefined) return value;
    queueMicrotask(() => (callback as (error: undefined, value: number) => void)(undefined, value));
    return undefined;
  };
  // node:crypto's own getRandomValues asks the global object, as everybody else does.
  Object.defineProperty(web, 'randomUUID', { value: uuid, configurable: true, writable: true });
  Object.defineProperty(web, 'getRandomValues', { value: values, configurable: true, writable: true });
}

function trapTimers(): void {
  const global = mutable(globalThis);
  const timers = mutable(process.getBuiltinModule('node:timers'));
  const promises = mutable(timersPromises);
  const replace = (name: string, make: (real: (...all: never[]) => unknown) => unknown): void => {
    const real = global[name] as (...all: never[]) => unknown;
    const replacement = make(real);
    const promised = Object.getOwnPropertyDescriptor(real, promisify.custom);
    if (promised) Object.defineProperty(replacement, promisify.custom, promised);
    global[name] = replacement;
    timers[name] = replacement;
  };
  const starter = (repeat: boolean, fixedDelay?: number) => (real: (...all: never[]) => unknown) => {
    return (callback: (...all: unknown[]) => void, ...rest: unknown[]) => {
      if (!current) return real(...([callback, ...rest] as never[]));
      const [delay, ...values] = fixedDelay === undefined ? rest : [fixedDelay, ...rest];
      return virtualHandle(current.timer(() => callback(...values), Math.max(1, Number(delay) || 0), repeat));
    };
  };
  const stopper = (real: (...all: never[]) => unknown) => (handle: unknown) => {
    if (isVirtualHandle(handle)) handle.cancel();
    else real(handle as never);
  };
  replace('setTimeout', starter(false));
  replace('setInterval', starter(true));
  replace('setImmediate', starter(false, 0));
  for (const name of ['clearTimeout', 'clearInterval', 'clearImmediate']) replace(name, stopper);

  const realSleep = timersPromises.setTimeout;
  promises['setTimeout'] = async (delay?: number, value?: unknown, options?: TimerOptions) => {
    if (!current) return await realSleep(delay, value, options);
    const signal = options?.signal;
    if (!signal?.aborted) await current.sleep(Math.max(1, delay ?? 0), signal);
    if (!signal?.aborted) return value;
    const abort = new Error('The operation was aborted', { cause: signal.reason });
    throw Object.assign(abort, { name: 'AbortError', code: 'ABORT_ERR' });
  };
}

type VirtualHandle = VirtualTimer & { ref(): VirtualHandle; unref(): VirtualHandle; hasRef(): boolean };

function virtualHandle(timer: VirtualTimer): VirtualHandle {
  const handle: VirtualHandle = {
    cancel: timer.cancel,
    ref: () => handle,
    unref: () => handle,
    hasRef: () => true,
  };
  return handle;
}

function isVirtualHandle(handle: unknown): handle is VirtualHandle {
  return typeof handle === 'object' && handle !== null && 'cancel' in handle;
}

/** The tick queue belongs to the event loop, which does not turn during a run; microtasks do. */
function trapTicks(): void {
  let real = process.nextTick.bind(process);
  const tick = (callback: (...all: unknown[]) => void, ...values: unknown[]): void => {
    if (current) queueMicrotask(() => callback(...values));
    else real(callback, ...values);
  };
  // Test runners put the host's own function back whenever they please: it becomes the one used outside of runs.
  Object.defineProperty(process, 'nextTick', {
    configurable: true,
    enumerable: true,
    get: () => tick,
    set(next: typeof tick) {
      if (next !== tick) real = next.bind(process);
    },
  });
}

function trapNetwork(): void {
  const global = mutable(globalThis);
  const real = globalThis.fetch;
  global['fetch'] = (...call: Parameters<typeof fetch>) => {
    if (!current) return real(...call);
    current.escape('called fetch', stackHere());
    return new Promise(() => undefined);
  };
}

/** Resources that never decide what a run does: promises, microtasks, and writing to the terminal. */
const HARMLESS: ReadonlySet<string> = new Set([
  'PROMISE',
  'WRITEWRAP',
  'TTYWRAP',
  'PIPEWRAP',
  'SHUTDOWNWRAP',
  'SIGNALWRAP',
]);
/** Node names its own resources in capitals; timers that are still real come from inside Node. */
const NODE_RESOURCE = /^(?:[A-Z][A-Z0-9_]+|Timeout|Immediate)$/;

/** Where the code is, with enough frames to reach out of Node's own. */
function stackHere(): string | undefined {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 64;
  const { stack } = new Error('here');
  Error.stackTraceLimit = stackTraceLimit;
  return stack;
}

/** Sees the start of every asynchronous operation while an actor runs: promises, files, sockets, threads, real timers. */
const watcher = createHook({
  init(_id, type) {
    if (type === 'PROMISE') current?.onPromise(stackHere);
    if (current === undefined || HARMLESS.has(type) || !NODE_RESOURCE.test(type)) return;
    current.escape(`started something real (${type})`, stackHere());
  },
});

/** Watches the start of asynchronous operations, which makes every promise slower, or no longer does. */
export function watchAsyncOperations(isWatching: boolean): void {
  if (isWatching) watcher.enable();
  else watcher.disable();
}

/** The same object, seen as one whose properties may be replaced: what a trap is for. */
function mutable(target: object): Record<string, unknown> {
  const module: unknown = 'default' in target ? target.default : target;
  return module as Record<string, unknown>;
}
