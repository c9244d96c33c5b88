/** One of the conditions that a statement's `where` joins by `and`. */
export type Conjunct = {
  readonly text: string;
  /** The column that it is about. */
  readonly column: string;
  /** Whether it says which row is meant, instead of what that row must be like. */
  readonly isIdentity: boolean;
  /** Its place in the statement. */
  readonly start: number;
  readonly end: number;
};

/** What ends a `where` at the same depth of parentheses. */
const END = /^(?:order\s+by|limit|for\s+update|returning|group\s+by|union|on\s+conflict)\b/i;
const AND = /^and\b/i;
const WORD = /\w/;

const IDENTITY = /^(?:\w+\.)?(?:id|workflow_id|timer_id|child_id|schedule_id|name|scope|key)\s*=/i;

/** Every condition of every `where` of a statement, in their order; those of a subquery come by themselves, too. */
export function conjunctsOf(statement: string): readonly Conjunct[] {
  const conjuncts: Conjunct[] = [];
  for (const { index } of statement.matchAll(/\bwhere\b/gi)) {
    for (const [start, end] of partsFrom(statement, index + 'where'.length)) {
      const text = statement.slice(start, end);
      const column = /^(?:not\s+)?(?:\w+\.)?(\w+)/i.exec(text)?.[1] ?? '';
      conjuncts.push({ text, column, isIdentity: IDENTITY.test(text), start, end });
    }
  }
  return conjuncts;
}

/** The places of the conditions from there on, without the space around them. */
function partsFrom(statement: string, from: number): readonly (readonly [start: number, end: number])[] {
  const parts: (readonly [number, number])[] = [];
  let depth = 0;
  let start = from;
  const close = (end: number): void => {
    const text = statement.slice(start, end);
    const left = text.length - text.trimStart().length;
    parts.push([start + left, start + text.trimEnd().length]);
  };
  for (let at = from; at < statement.length; at += 1) {
    const letter = statement.charAt(at);
    if (letter === '(') depth += 1;
    else if (letter === ')') depth -= 1;
    if (depth < 0) {
      close(at);
      return parts;
    }
    if (depth > 0 || WORD.test(statement.charAt(at - 1))) continue;
    const rest = statement.slice(at);
    if (END.test(rest)) {
      close(at);
      return parts;
    }
    if (!AND.test(rest)) continue;
    close(at);
    start = at + 'and'.length;
  }
  close(statement.length);
  return parts;
}
