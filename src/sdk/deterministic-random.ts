import { createHash } from 'node:crypto';

/** Random numbers and UUIDs that are the same at every replay: each is a hash of the workflow's id and its position. */
export class DeterministicRandom {
  readonly #seed: string;
  #drawn = 0;

  constructor(workflowId: string) {
    this.#seed = workflowId;
  }

  /** A number in [0, 1), of 48 bits. */
  fraction(): number {
    return this.#next().readUIntBE(0, 6) / 2 ** 48;
  }

  /** A UUID of version 4 in its canonical text form. Source: RFC 9562, section 5.4. */
  uuid(): string {
    const bytes = this.#next();
    bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    const hex = bytes.toString('hex', 0, 16);
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  }

  #next(): Buffer {
    this.#drawn += 1;
    return createHash('sha256').update(`${this.#seed}/random/${this.#drawn}`).digest();
  }
}
