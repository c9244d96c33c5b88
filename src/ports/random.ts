/** Randomness: identifiers, lease tokens, retry jitter. */
export interface Random {
  /** A random (version 4) UUID in its canonical text form. */
  uuid(): string;

  /** A number in [0, 1). */
  fraction(): number;
}
