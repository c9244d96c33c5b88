import { z } from 'zod';
import { UsageError } from '../../../src/cli/index.ts';
import { hintFor } from '../choose-named.ts';

/** A value as commander gives it for a flag; false is what `--no-…` says. */
export type FlagValue = string | boolean | readonly string[];

/** What values a setting takes, and how they are said in a configuration, in a variable and as a flag. */
export type Kind<Value> = {
  /** What a configuration may say. */
  readonly schema: z.ZodType<Value>;
  /** Names that are known, for completion. */
  readonly names: readonly string[];
  /** Whether the value is a file or a folder. */
  readonly isPath: boolean;
  /** What the text of a variable would be in a configuration. */
  readonly fromText: (text: string) => unknown;
  /**
   * A value of a configuration as a flag would say it.
   *
   * @param where what a complaint begins with: the file and the key, or the variable
   * @throws {UsageError} when it is no such value, in one line
   */
  readonly read: (where: string, value: unknown) => FlagValue;
};

type Making<Value> = {
  readonly schema: z.ZodType<Value>;
  readonly toFlag: (value: Value) => FlagValue;
  readonly fromText?: (text: string) => unknown;
  readonly names?: readonly string[];
  readonly isPath?: boolean;
};

/** Makes a kind. */
export function kind<Value>({
  schema,
  toFlag,
  fromText,
  names = [],
  isPath = false,
}: Making<Value>): Kind<Value> {
  return {
    schema,
    names,
    isPath,
    fromText: fromText ?? ((text) => text),
    read: (where, value) => {
      const parsed = schema.safeParse(value);
      if (parsed.success) return toFlag(parsed.data);
      const [issue] = parsed.error.issues;
      const place = [where, ...(issue?.path ?? []).map(String)].join('.');
      throw new UsageError(`${place} ${issue?.message}`);
    },
  };
}

/** Something that `isRight` says yes to, and that a complaint calls `what`. */
export function value<Value>(what: string, isRight: (value: unknown) => boolean): z.ZodType<Value> {
  return z.custom<Value>(isRight, { error: ({ input }) => `takes ${what}, not ${JSON.stringify(input)}` });
}

/** A whole number from 1 on. */
export const count: Kind<number> = kind({
  schema: value<number>('a whole number from 1 on', (each) => Number.isSafeInteger(each) && Number(each) > 0),
  fromText: (text) => (/^\d+$/.test(text) ? Number(text) : text),
  toFlag: String,
});

/** A time, such as `500ms`, `30s`, `5m` or `2h`. */
export const duration: Kind<string> = kind({
  schema: value<string>(
    'a duration like 30s, 5m or 2h',
    (each) => typeof each === 'string' && /^\d+(?:\.\d+)?(?:ms|s|m|h)$/.test(each),
  ),
  toFlag: (text) => text,
});

/** Any text but none. */
export const text: Kind<string> = kind({ schema: someText('a text'), toFlag: (each) => each });

/** A file or a folder. */
export const path: Kind<string> = kind({ schema: someText('a path'), toFlag: (each) => each, isPath: true });

/** A folder, or false for none. */
export const pathOrNone: Kind<string | false> = kind({
  schema: value<string | false>('a path, or false', (each) => each === false || isSomeText(each)),
  fromText: (given) => (given === 'false' ? false : given),
  toFlag: (each) => each,
  isPath: true,
});

/** A file, or several by names; a flag says one of them. */
export const pathOrPaths: Kind<string | { readonly [name: string]: string }> = kind({
  schema: value<string | { readonly [name: string]: string }>(
    'a path, or paths by names',
    (each) =>
      isSomeText(each) ||
      (typeof each === 'object' && each !== null && Object.values(each).every(isSomeText)),
  ),
  toFlag: (each) => (typeof each === 'string' ? each : Object.keys(each)),
  isPath: true,
});

/** Yes or no. */
export const yesOrNo: Kind<boolean> = kind({
  schema: value<boolean>('true or false', (each) => typeof each === 'boolean'),
  fromText: (given) => ({ true: true, false: false })[given] ?? given,
  toFlag: (each) => each,
});

/** A URL of PostgreSQL's. It is not shown: it may hold a password. */
export const postgresUrl: Kind<string> = kind({
  schema: z.custom<string>(
    (each) => typeof each === 'string' && /^postgres(?:ql)?:\/\//.test(each) && URL.canParse(each),
    { error: 'takes a URL like postgres://user@host/database' },
  ),
  toFlag: (each) => each,
});

/**
 * One of some names.
 *
 * @param isKnown whether a text is one of them: by default those that are listed
 */
export function oneOf<Name extends string>(
  names: readonly Name[],
  isKnown: (name: string) => boolean = (name) => names.some((each) => each === name),
): Kind<Name> {
  return kind({ schema: nameOf(names, isKnown), toFlag: (each) => each, names });
}

/** Several of some names, or one word that stands for some; a flag says them with commas between them. */
export function someOf<Name extends string, Word extends string = never>(
  names: readonly Name[],
  words: readonly Word[],
): Kind<Word | readonly Name[]> {
  const schema = z.union([z.array(nameOf(names)), nameOf(words)], {
    error: ({ input }) => complaint(input, [...new Set([...words, ...names])]),
  });
  return kind<Word | readonly Name[]>({
    schema,
    fromText: (given) => (words.some((word) => word === given) ? given : given.split(',').map(trimmed)),
    toFlag: (each) => (typeof each === 'string' ? each : each.join(',')),
    names: [...new Set([...words, ...names])],
  });
}

/** What is wrong with a name, or with a list that has it. */
function complaint(input: unknown, names: readonly string[]): string {
  const wrong = [input].flat().find((each) => !names.some((name) => name === each));
  return `names ${JSON.stringify(wrong)}: ${hintFor(String(wrong), names)}`;
}

function nameOf<Name extends string>(
  names: readonly Name[],
  isKnown: (name: string) => boolean = (name) => names.some((each) => each === name),
): z.ZodType<Name> {
  return z.custom<Name>((each) => typeof each === 'string' && isKnown(each), {
    error: ({ input }) => complaint(input, names),
  });
}

function someText(what: string): z.ZodType<string> {
  return value<string>(what, isSomeText);
}

function isSomeText(each: unknown): boolean {
  return typeof each === 'string' && each.trim() !== '';
}

function trimmed(each: string): string {
  return each.trim();
}
