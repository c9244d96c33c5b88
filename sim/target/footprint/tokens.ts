/** A word, literal or sign of SQL, or whatever stands in brackets. */
export type Node =
  | {
      readonly kind: 'word';
      readonly text: string;
      /** Whether it can be nothing but a name: it is quoted, or stands behind a dot or AS. */
      readonly isName: boolean;
    }
  | { readonly kind: 'number' | 'string' | 'sign'; readonly text: string }
  | { readonly kind: 'parameter'; readonly number: number }
  | { readonly kind: 'group'; readonly bracket: '(' | '['; readonly nodes: readonly Node[] };

/** A text that this reader of SQL does not understand, and so no claim can be made about. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
}

const TOKEN = new RegExp(
  [
    String.raw`(?<blank>\s+|--[^\n]*)`,
    String.raw`(?<string>'(?:[^']|'')*')`,
    String.raw`(?<quoted>"(?:[^"]|"")+")`,
    String.raw`\$(?<parameter>\d+)`,
    String.raw`(?<number>\d+(?:\.\d+)?|\.\d+)`,
    String.raw`(?<word>[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)`,
    String.raw`(?<sign>::|[-+*/<>=~!@#%^&|\`?]+|[()[\],.;])`,
  ].join('|'),
  'y',
);
/** Strings with escapes of their own: E'', U&'', B'', X''. */
const PREFIXED = /^(?:e|b|x|n|u&)$/i;

/** @throws {UnreadableError} */
export function readNodes(text: string): readonly Node[] {
  const open: { bracket: '(' | '['; nodes: Node[] }[] = [{ bracket: '(', nodes: [] }];
  let previous: Node | undefined;
  let isOver = false;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const start = TOKEN.lastIndex;
    const groups = TOKEN.exec(text)?.groups;
    if (!groups) throw new UnreadableError(`at ${start}`);
    if (groups['blank'] !== undefined) continue;
    if (isOver) throw new UnreadableError('more than one statement');
    const { sign } = groups;
    const current = open.at(-1);
    if (!current) throw new UnreadableError('brackets');
    if (sign === ';') {
      isOver = true;
      continue;
    }
    if (sign === '(' || sign === '[') {
      open.push({ bracket: sign, nodes: [] });
      previous = undefined;
      continue;
    }
    if (sign === ')' || sign === ']') {
      open.pop();
      const outer = open.at(-1);
      if (!outer || (sign === ')') !== (current.bracket === '(')) throw new UnreadableError('brackets');
      outer.nodes.push({ kind: 'group', ...current });
      previous = undefined;
      continue;
    }
    // A comment is spelled like an operator.
    if (sign?.includes('/*') || sign?.includes('--')) throw new UnreadableError('a comment');
    previous = nodeOf(groups, previous);
    current.nodes.push(previous);
  }
  const [top, ...unclosed] = open;
  if (!top || unclosed.length > 0) throw new UnreadableError('brackets');
  return top.nodes;
}

function nodeOf(groups: Readonly<Record<string, string | undefined>>, previous: Node | undefined): Node {
  const { string, quoted, parameter, number, word, sign = '' } = groups;
  if (string !== undefined) {
    if (previous?.kind === 'word' && PREFIXED.test(previous.text)) throw new UnreadableError('an escape');
    return { kind: 'string', text: string.slice(1, -1).replaceAll("''", "'") };
  }
  if (quoted !== undefined) {
    return { kind: 'word', text: quoted.slice(1, -1).replaceAll('""', '"'), isName: true };
  }
  if (parameter !== undefined) return { kind: 'parameter', number: Number(parameter) };
  if (number !== undefined) return { kind: 'number', text: number };
  if (word !== undefined) {
    const isName = isSign(previous, '.') || isWord(previous, 'as');
    return { kind: 'word', text: word.toLowerCase(), isName };
  }
  return { kind: 'sign', text: sign };
}

/** Whether a node is one of these keywords. */
export function isWord(node: Node | undefined, ...texts: readonly string[]): boolean {
  return node?.kind === 'word' && !node.isName && texts.includes(node.text);
}

export function isSign(node: Node | undefined, text: string): boolean {
  return node?.kind === 'sign' && node.text === text;
}

/** Parts of a list that commas stand between. */
export function splitAtCommas(nodes: readonly Node[]): readonly (readonly Node[])[] {
  const parts: Node[][] = [[]];
  for (const node of nodes) {
    if (isSign(node, ',')) parts.push([]);
    else parts.at(-1)?.push(node);
  }
  return parts;
}

/** Where a keyword stands outside of brackets; the end, if nowhere. */
export function indexOfWord(nodes: readonly Node[], ...texts: readonly string[]): number {
  const index = nodes.findIndex((node) => isWord(node, ...texts));
  return index < 0 ? nodes.length : index;
}
