const MAKES_FUNCTION = /\bcreate\b[^]*\b(?:function|procedure)\b/i;
const SETS =
  /(?:[;$]|\b(?:begin|atomic|then|else|loop)\b)\s*(?:set|reset|discard)\b|\bset_config\b|\bexecute\b[^;]*\bset\b/i;
const LOCKS = /\bpg_(?:try_)?advisory_lock/i;

/** What functions do to their session, unseen by whoever reads the statement that calls them. */
export class HiddenWork {
  readonly #schema: readonly string[];
  /** Whether there is a function that sets something for longer than a transaction. */
  changesSettings = false;
  /** Whether there is a function that takes locks which outlive the transaction. */
  outlivesTransaction = false;

  /** @param schema which may make such functions */
  constructor(schema: readonly string[]) {
    this.#schema = schema;
    this.reset();
  }

  /** Begins a run: what it does must not depend on those before. */
  reset(): void {
    this.changesSettings = false;
    this.outlivesTransaction = false;
    for (const text of this.#schema) this.saw(text);
  }

  /** Takes note of a statement that is about to be executed. */
  saw(text: string): void {
    if (!MAKES_FUNCTION.test(text)) return;
    this.changesSettings ||= SETS.test(text);
    this.outlivesTransaction ||= LOCKS.test(text);
  }
}
