/** What PGlite's WebAssembly module offers to whoever speaks the wire protocol, as far as it matters here. */
export type BackendModule = {
  readonly HEAPU8: Uint8Array;
  addFunction(callback: (pointer: number, length: number) => number, signature: string): number;
  stackSave(): number;
  stackRestore(pointer: number): void;
  _pgl_set_rw_cbs(read: number, write: number): void;
  _pq_buffer_remaining_data(): number;
  _PostgresMainLoopOnce(): void;
  _PostgresMainLongJmp(): void;
  _PostgresSendReadyForQueryIfNecessary(): void;
  _pgl_pq_flush(): void;
};

/** How the module's exit status says that PostgreSQL reported an error and wants to go on. */
const LONG_JUMP = 100;

/** Told what the backend is about to do. */
export type ChannelWatcher = {
  /** Has reported an error, and begins to clean up after it. */
  readonly beforeRecovery?: (() => void) | undefined;
};

/**
 * A direct line to the backend. It does what PGlite's `execProtocolRawSync` does, but does not parse the answer, does
 * not keep it, and copies it once. While it is open, PGlite's own methods have no line.
 */
export class BackendChannel {
  readonly #module: BackendModule;
  #input = new Uint8Array(0);
  #read = 0;
  #output = Buffer.allocUnsafe(65_536);
  #written = 0;

  constructor(module: BackendModule) {
    this.#module = module;
    const read = module.addFunction((pointer, most) => this.#give(pointer, most), 'ipi');
    const write = module.addFunction((pointer, length) => this.#take(pointer, length), 'ipi');
    module._pgl_set_rw_cbs(read, write);
  }

  /**
   * Sends wire messages, and returns all that the backend says until it has nothing left to do: a view, valid until
   * the next call.
   */
  send(message: Uint8Array<ArrayBuffer>, watcher: ChannelWatcher = {}): Buffer {
    const module = this.#module;
    this.#input = message;
    this.#read = 0;
    this.#written = 0;
    try {
      while (this.#read < message.length || module._pq_buffer_remaining_data() > 0) {
        const stack = module.stackSave();
        try {
          module._PostgresMainLoopOnce();
        } catch (thrown) {
          module.stackRestore(stack);
          if (!isLongJump(thrown)) throw thrown;
          watcher.beforeRecovery?.();
          module._PostgresMainLongJmp();
        }
      }
    } finally {
      module._PostgresSendReadyForQueryIfNecessary();
      module._pgl_pq_flush();
    }
    return this.#output.subarray(0, this.#written);
  }

  #give(pointer: number, most: number): number {
    const length = Math.min(most, this.#input.length - this.#read);
    this.#module.HEAPU8.set(this.#input.subarray(this.#read, this.#read + length), pointer);
    this.#read += length;
    return length;
  }

  #take(pointer: number, length: number): number {
    if (this.#written + length > this.#output.length) {
      const larger = Buffer.allocUnsafe((this.#written + length) * 2);
      this.#output.copy(larger, 0, 0, this.#written);
      this.#output = larger;
    }
    this.#output.set(this.#module.HEAPU8.subarray(pointer, pointer + length), this.#written);
    this.#written += length;
    return length;
  }
}

function isLongJump(thrown: unknown): boolean {
  return typeof thrown === 'object' && thrown !== null && 'status' in thrown && thrown.status === LONG_JUMP;
}
