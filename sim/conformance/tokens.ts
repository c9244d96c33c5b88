import { SpecSyntaxError } from './spec-syntax-error.ts';

/** A word of a spec, with the line it begins in, counted from 1. */
export type Token = {
  readonly kind: 'keyword' | 'name' | 'sql' | 'number' | 'mark' | 'end';
  readonly text: string;
  readonly line: number;
};

const KEYWORDS: ReadonlySet<string> = new Set([
  'notices',
  'permutation',
  'session',
  'setup',
  'step',
  'teardown',
]);

/** What can stand at a place, in the order in which it is tried. What is told about it is its first group. */
const FORMS: readonly (readonly [Token['kind'] | 'nothing', RegExp])[] = [
  ['nothing', /(?:[ \t\r\f\n]|#[^\n\r]*)+/y],
  ['name', /([A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)/y],
  ['name', /"((?:[^"\n]|"")*)"/y],
  ['sql', /\{[ \t\r\f]*([^}]*?)[ \t\r\f]*\}/y],
  ['number', /(\d+)/y],
  ['mark', /([,()*])/y],
];

/**
 * Splits a spec into its words; the last one is the end.
 *
 * Blanks at the ends of a block of SQL are not part of it, line breaks are. A block has no `}` in it.
 *
 * @throws {SpecSyntaxError} for what is no word
 */
export function tokens(text: string): readonly Token[] {
  const found: Token[] = [];
  let line = 1;
  for (let at = 0; at < text.length; ) {
    const [kind, match] = wordAt(text, at) ?? [];
    if (!kind || !match) throw new SpecSyntaxError(line, describe(text.charAt(at)));
    const [whole, word = ''] = match;
    if (kind !== 'nothing') found.push(tokenOf(kind, whole, word, line));
    line += whole.split('\n').length - 1;
    at += whole.length;
  }
  return [...found, { kind: 'end', text: 'the end', line }];
}

function wordAt(text: string, at: number): readonly [Token['kind'] | 'nothing', RegExpExecArray] | undefined {
  for (const [kind, form] of FORMS) {
    form.lastIndex = at;
    const match = form.exec(text);
    if (match) return [kind, match];
  }
  return undefined;
}

function tokenOf(kind: Token['kind'], whole: string, word: string, line: number): Token {
  if (whole.startsWith('"')) return { kind, text: word.replaceAll('""', '"'), line };
  return { kind: kind === 'name' && KEYWORDS.has(word) ? 'keyword' : kind, text: word, line };
}

function describe(character: string): string {
  if (character === '{') return 'a block of SQL has no end';
  if (character === '"') return 'a quoted name has no end';
  return `unexpected ${JSON.stringify(character)}`;
}
