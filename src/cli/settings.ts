import { readFileSync } from 'node:fs';
import { UsageError } from './usage-error.ts';

/** A setting that was given, and where: what is wrong with it is told by that name. */
export type Given = { readonly text: string; readonly source: string; readonly isFlag: boolean };

/** Flags as commander gives them. */
export type Flags = Readonly<Record<string, unknown>>;

/** What a command was told: by flags first, else by the environment. */
export class Settings {
  readonly #flags: Flags;
  readonly #environment: Readonly<Record<string, string | undefined>>;

  constructor(flags: Flags, environment: Readonly<Record<string, string | undefined>>) {
    this.#flags = flags;
    this.#environment = environment;
  }

  /** @param flag its long name without the dashes; `SKEIN_` and that in capitals is the variable */
  given(flag: string): Given | undefined {
    const value = this.#flags[flag.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())];
    if (typeof value === 'string' || value === true) {
      return { text: String(value), source: `--${flag}`, isFlag: true };
    }
    const variable = `SKEIN_${flag.replaceAll('-', '_').toUpperCase()}`;
    const text = this.#environment[variable];
    return text === undefined || text === '' ? undefined : { text, source: variable, isFlag: false };
  }

  text(flag: string): string | undefined {
    return this.given(flag)?.text;
  }

  /** @throws {UsageError} unless it is a whole number between these. */
  number(flag: string, min: number, max: number): number | undefined {
    const given = this.given(flag);
    if (!given) return undefined;
    const value = Number(given.text);
    if (/^\d+$/.test(given.text) && value >= min && value <= max) return value;
    throw new UsageError(`${given.source} takes a whole number from ${min} to ${max}, not "${given.text}"`);
  }

  /** @returns milliseconds. @throws {UsageError} unless it is a duration such as `500ms`, `30s` or `5m`. */
  duration(flag: string, min: number, max: number): number | undefined {
    const given = this.given(flag);
    if (!given) return undefined;
    const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(given.text);
    const value = match ? Number(match[1]) * (UNITS[match[2] ?? ''] ?? Number.NaN) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new UsageError(
      `${given.source} takes a duration like 500ms, 30s or 5m, from ${min} ms to ${max} ms, not "${given.text}"`,
    );
  }

  /** @throws {UsageError} unless it is one of these. */
  oneOf<Choice extends string>(flag: string, choices: readonly Choice[]): Choice | undefined {
    const given = this.given(flag);
    const choice = choices.find((each) => each === given?.text);
    if (!given || choice !== undefined) return choice;
    throw new UsageError(`${given.source} takes one of ${choices.join(', ')}, not "${given.text}"`);
  }

  /** @throws {UsageError} unless it is a URL of one of these protocols. */
  url(flag: string, protocols: readonly string[], example: string): string | undefined {
    const given = this.given(flag);
    if (!given) return undefined;
    const { text, source } = given;
    // Neither is shown: a URL may have a password.
    if (!URL.canParse(text) || !protocols.includes(new URL(text).protocol)) {
      throw new UsageError(`${source} takes a URL like ${example}`);
    }
    return text;
  }

  /** Whether a flag without a value is set. @throws {UsageError} for a variable that says neither yes nor no. */
  isSet(flag: string): boolean {
    const given = this.given(flag);
    if (!given || /^(?:0|false|no)$/i.test(given.text)) return false;
    if (/^(?:1|true|yes)$/i.test(given.text)) return true;
    throw new UsageError(`${given.source} takes true or false, not "${given.text}"`);
  }

  /** What is in the file that it names. @throws {UsageError} when the file cannot be read. */
  file(flag: string): { readonly text: string; readonly name: string } | undefined {
    const given = this.given(flag);
    if (!given) return undefined;
    try {
      return { text: readFileSync(given.text, 'utf8'), name: `${given.source} ${given.text}` };
    } catch (error) {
      const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      throw new UsageError(`${given.source} ${given.text} cannot be read: ${reason}`, { cause: error });
    }
  }

  /** Parts separated by commas. @throws {UsageError} when one of them is empty. */
  list(flag: string): readonly string[] | undefined {
    const given = this.given(flag);
    const parts = given?.text.split(',').map((part) => part.trim());
    if (given && parts?.some((part) => part === '')) {
      throw new UsageError(`${given.source} takes names separated by commas, not "${given.text}"`);
    }
    return parts;
  }
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
