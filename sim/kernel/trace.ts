import { createHash } from 'node:crypto';
import type { StepDetail } from './step.ts';

/** One step that was taken. */
export type TraceStep = {
  /** 1 for the first step of the run. */
  readonly number: number;
  /** Virtual time, in milliseconds since the Unix epoch. */
  readonly time: number;
  /** Who stepped; `clock` when time advanced. */
  readonly actor: string;
  /** Whether this step took the turn from an actor that could have gone on. */
  readonly preempts: boolean;
  /** The fault that happened, if one did. */
  readonly fault?: string;
  readonly detail: StepDetail;
};

/** Buffers of traces that have been hashed, to be used again. */
const scratch: Buffer[] = [];

/**
 * The steps of a run, with a hash over everything that was asked and everything that was answered, in order. Two runs
 * with the same hash did and saw the same, byte for byte.
 */
export class Trace {
  readonly steps: TraceStep[] = [];
  #bytes = scratch.pop() ?? Buffer.allocUnsafe(65_536);
  #length = 0;
  #hash: string | undefined;

  add(step: TraceStep, evidence: readonly (string | Uint8Array)[]): void {
    if (this.#hash !== undefined) throw new Error('a trace that has been hashed is complete');
    this.steps.push(step);
    this.#reserve(12);
    this.#length = this.#bytes.writeUInt32LE(step.number, this.#length);
    this.#length = this.#bytes.writeDoubleLE(step.time, this.#length);
    this.#write(step.actor);
    if (step.fault !== undefined) this.#write(`fault ${step.fault}`);
    for (const part of evidence) this.#write(part);
  }

  /** SHA-256 over the whole trace, as 16 hexadecimal digits. No step can be added afterwards. */
  hash(): string {
    if (this.#hash === undefined) {
      this.#hash = createHash('sha256')
        .update(this.#bytes.subarray(0, this.#length))
        .digest('hex')
        .slice(0, 16);
      scratch.push(this.#bytes);
      this.#bytes = Buffer.alloc(0);
    }
    return this.#hash;
  }

  /** Appends one length-prefixed part, so that no two sequences of parts look alike. */
  #write(part: string | Uint8Array): void {
    this.#reserve(4 + (typeof part === 'string' ? part.length * 3 : part.length));
    const start = this.#length + 4;
    let written = part.length;
    if (typeof part !== 'string') this.#bytes.set(part, start);
    else if (!writeAscii(this.#bytes, part, start)) written = this.#bytes.write(part, start, 'utf8');
    this.#bytes.writeUInt32LE(written, this.#length);
    this.#length = start + written;
  }

  /** Makes room for so many bytes more. */
  #reserve(size: number): void {
    if (this.#length + size <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe((this.#length + size) * 2);
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

/** Writes a short text of ASCII characters, which is most of them, without the cost of leaving JavaScript. */
function writeAscii(bytes: Buffer, text: string, start: number): boolean {
  if (text.length > 64) return false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) return false;
    bytes[start + index] = code;
  }
  return true;
}
