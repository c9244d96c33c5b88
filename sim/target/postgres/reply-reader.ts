import { readSync } from 'node:fs';

const NOTICE = 0x4e; // N
const NOTIFICATION = 0x41; // A
const READY_FOR_QUERY = 0x5a; // Z
const SMALLEST_READ = 16_384;

/** What became of a statement: its answer is all there, its backend waits for a lock, or the connection is gone. */
export type Outcome = 'answered' | 'waiting' | 'lost';

/**
 * Reads what one backend says, blocking this thread until it has said it. What only concerns the waiting for locks is
 * taken out on the way, and so are notifications, which come whenever they like.
 */
export class ReplyReader {
  readonly #descriptor: number;
  #buffer = Buffer.allocUnsafe(65_536);
  /** Where the first message begins that was not looked at yet. */
  #at = 0;
  #end = 0;
  #expected = 0;
  #isWaiting = false;
  /** Where each part of the reply ends. */
  #parts: number[] = [];

  /** @param descriptor of a connected socket in blocking mode */
  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** Begins a new reply of as many parts as the request had syncs. Views of the last one become invalid. */
  expect(parts: number): void {
    this.#at = 0;
    this.#end = 0;
    this.#expected = parts;
    this.#isWaiting = false;
    this.#parts = [];
  }

  /** Reads on, until the backend has answered or has told that it waits for a lock. */
  receive(): Outcome {
    for (;;) {
      while (this.#parts.length < this.#expected && this.#takeMessage());
      if (this.#parts.length === this.#expected) return 'answered';
      if (this.#isWaiting) {
        this.#isWaiting = false; // whoever asks again knows that it was woken up
        return 'waiting';
      }
      if (!this.#fill()) return 'lost';
    }
  }

  /** A part of the reply, or what there is of it on a connection that was lost: a view. */
  part(index: number): Buffer {
    return this.#buffer.subarray(this.#parts[index - 1] ?? 0, this.#parts[index] ?? this.#at);
  }

  /** All parts of the reply from one on: a view. */
  since(index: number): Buffer {
    return this.#buffer.subarray(this.#parts[index - 1] ?? 0, this.#at);
  }

  #takeMessage(): boolean {
    const start = this.#at;
    if (this.#end - start < 5) return false;
    const end = start + 1 + this.#buffer.readInt32BE(start + 1);
    if (end > this.#end) return false;
    const code = this.#buffer[start];
    if (code === NOTIFICATION || (code === NOTICE && this.#isOfWaiting(start, end))) {
      this.#buffer.copyWithin(start, end, this.#end);
      this.#end -= end - start;
      return true;
    }
    this.#at = end;
    if (code === READY_FOR_QUERY) this.#parts.push(end);
    return true;
  }

  /** Clients hear messages of level LOG only because of {@link SESSION_OPTIONS}: none of them is part of a reply. */
  #isOfWaiting(start: number, end: number): boolean {
    const text = this.#buffer.toString('latin1', start, end);
    if (!text.includes('\0VLOG\0')) return false;
    if (text.includes(' still waiting for ')) this.#isWaiting = true;
    return true;
  }

  #fill(): boolean {
    if (this.#buffer.length - this.#end < SMALLEST_READ) {
      const larger = Buffer.allocUnsafe(this.#buffer.length * 2);
      this.#buffer.copy(larger, 0, 0, this.#end);
      this.#buffer = larger;
    }
    let count: number;
    try {
      count = readSync(this.#descriptor, this.#buffer, this.#end, this.#buffer.length - this.#end, null);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ECONNRESET') return false;
      throw error;
    }
    this.#end += count;
    return count > 0;
  }
}
