import { conjunctsOf } from './where-clause.ts';

/** A statement that is sent in another's place. */
export type Alteration = {
  /** What was done to it. */
  readonly operator: 'no-lock' | 'no-skip-locked' | 'no-guard' | 'no-case' | 'no-conflict-clause';
  /** To which part of it, where there can be several. */
  readonly part?: string;
  /** What was taken away. */
  readonly removed: string;
  readonly text: string;
};

const LOCK = /\s*\bfor update(?: skip locked)?/i;
const SKIP_LOCKED = / skip locked\b/i;
const CASE = /\bcase when .+? else (.+?) end\b/is;
const ON_CONFLICT = /\s*\bon conflict \([^)]*\) do (?:nothing|update\s.*?)(?=\s*\breturning\b|$)/is;

/** Every way to forget one thing in a statement. */
export function alterationsOf(text: string): readonly Alteration[] {
  return [
    ...without('no-lock', LOCK, text),
    ...without('no-skip-locked', SKIP_LOCKED, text),
    ...withoutGuards(text),
    ...without('no-case', CASE, text, '$1'),
    ...without('no-conflict-clause', ON_CONFLICT, text),
  ];
}

function without(
  operator: Alteration['operator'],
  pattern: RegExp,
  text: string,
  instead = '',
): readonly Alteration[] {
  const removed = pattern.exec(text)?.[0];
  return removed === undefined
    ? []
    : [{ operator, removed: inOneLine(removed), text: text.replace(pattern, instead) }];
}

/**
 * One for each condition that says what a row must be like. It stays where it is and is made to hold always: a
 * parameter that a statement does not mention any more would have no type.
 */
function withoutGuards(text: string): readonly Alteration[] {
  const seen = new Map<string, number>();
  return conjunctsOf(text)
    .filter(({ isIdentity }) => !isIdentity)
    .map(({ text: guard, column, start, end }) => {
      const count = (seen.get(column) ?? 0) + 1;
      seen.set(column, count);
      return {
        operator: 'no-guard',
        part: count === 1 ? column : `${column}-${count}`,
        removed: inOneLine(guard),
        text: `${text.slice(0, start)}(${guard} or true)${text.slice(end)}`,
      };
    });
}

function inOneLine(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ');
}
