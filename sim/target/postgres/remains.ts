/**
 * What a statement can leave to later ones of its connection that a rollback does not take back: nothing that
 * {@link UNDO} would not undo, or what only goes with the backend.
 */
export type Remains = 'nothing' | 'undoable' | 'lasting';

/** Statements that leave nothing of what {@link RemainsWatch} tells as undoable. */
export const UNDO = [
  'close all',
  'set session authorization default',
  'reset all',
  'unlisten *',
  'select pg_catalog.pg_advisory_unlock_all()',
  'discard temp',
].join(';');

const COMMENT = /--[^\n]*|\/\*[^]*?\*\//g;
const UNDOABLE_COMMAND =
  /(?:^|[;$]|\b(?:begin|atomic|then|else|loop)\b)\s*(?:set|reset|do|call|listen|declare)\b/i;
const UNDOABLE =
  /\b(?:set_config|temp|temporary|pg_temp|pg_(?:try_)?advisory_lock(?:_shared)?|with\s+hold)\b/i;
const LASTING_COMMAND = /(?:^|[;'])\s*(?:prepare\s+(?!transaction\b)|load\s)/i;
/** Of a setting that no extension knows, RESET leaves an empty value where there was none. */
const CUSTOM_SETTING =
  /\bset\s+(?:(?:session|local)\s+)?["\w$]+\s*\.\s*["\w$]+\s*(?:=|to\b)|\bset_config\s*\(\s*(?!'[^'.]*'\s*,)/i;
const MAKES_FUNCTION = /\bcreate\b[^]*\b(?:function|procedure)\b/i;

/** Tells what sessions leave behind, by the texts of their statements. */
export class RemainsWatch {
  /** What functions can leave, unseen by whoever reads the statement that calls them. */
  #hidden: Remains = 'nothing';
  readonly #hiddenInSchema: Remains;
  readonly #known = new Map<string, Remains>();

  /** @param schema which may make such functions */
  constructor(schema: readonly string[]) {
    for (const text of schema) this.of(text);
    this.#hiddenInSchema = this.#hidden;
  }

  /** Begins a run: what it does must not depend on those before. */
  reset(): void {
    this.#hidden = this.#hiddenInSchema;
  }

  /** What a statement may leave. */
  of(text: string): Remains {
    let remains = this.#known.get(text);
    if (remains === undefined) {
      remains = read(text);
      this.#known.set(text, remains);
    }
    if (remains !== 'nothing' && MAKES_FUNCTION.test(text)) this.#hidden = worse(this.#hidden, remains);
    return worse(this.#hidden, remains);
  }
}

/** The one of two that takes more to be undone. */
export function worse(one: Remains, other: Remains): Remains {
  if (one === 'lasting' || other === 'nothing') return one;
  return other;
}

function read(text: string): Remains {
  const commands = text.replaceAll(COMMENT, ' ');
  if (LASTING_COMMAND.test(commands) || CUSTOM_SETTING.test(text)) return 'lasting';
  return UNDOABLE_COMMAND.test(commands) || UNDOABLE.test(text) ? 'undoable' : 'nothing';
}
