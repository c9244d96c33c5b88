import type { Source } from './touch.ts';
import { isSign, isWord, type Node, splitAtCommas } from './tokens.ts';

/** A column that must have one of the values that come from these sources. */
export type Equality = {
  /** The table's name or alias, if it stands there. */
  readonly qualifier: string | undefined;
  readonly column: string;
  readonly sources: readonly Source[];
};

/**
 * Equalities that hold for every row that a condition lets pass. None where it cannot be told for sure, and where the
 * condition could fail by the values of other rows.
 */
export function equalitiesOf(condition: readonly Node[]): readonly Equality[] {
  if (mayFail(condition)) return [];
  return conjuncts(condition).flatMap((conjunct) => equality(conjunct) ?? []);
}

function conjuncts(nodes: readonly Node[]): readonly (readonly Node[])[] {
  const parts: Node[][] = [[]];
  let cases = 0;
  for (const node of nodes) {
    if (isWord(node, 'case')) cases += 1;
    if (isWord(node, 'end')) cases -= 1;
    if (cases === 0 && isWord(node, 'or', 'between')) return [];
    if (cases === 0 && isWord(node, 'and')) parts.push([]);
    else parts.at(-1)?.push(node);
  }
  return parts.map((part) => {
    const [only, ...more] = part;
    return only?.kind === 'group' && only.bracket === '(' && more.length === 0 ? only.nodes : part;
  });
}

function equality(nodes: readonly Node[]): Equality | undefined {
  const equals = nodes.findIndex((node) => isSign(node, '='));
  if (equals < 0) {
    const within = nodes.findIndex((node) => isWord(node, 'in'));
    const list = nodes[within + 1];
    if (within < 0 || list?.kind !== 'group' || nodes.length !== within + 2) return undefined;
    const sources = splitAtCommas(list.nodes).map(sourceOf);
    return equals < 0 ? named(nodes.slice(0, within), sources) : undefined;
  }
  const [left, right] = [nodes.slice(0, equals), nodes.slice(equals + 1)];
  const [any, list] = right;
  if (isWord(any, 'any') && list?.kind === 'group' && right.length === 2) {
    const source = sourceOf(list.nodes);
    if (source?.kind !== 'parameter') return undefined;
    return named(left, [{ kind: 'elements', number: source.number }]);
  }
  return named(left, [sourceOf(right)]) ?? named(right, [sourceOf(left)]);
}

function named(nodes: readonly Node[], sources: readonly (Source | undefined)[]): Equality | undefined {
  const known = sources.filter((source) => source !== undefined);
  if (known.length < sources.length || known.length === 0) return undefined;
  const [first, dot, second, ...more] = nodes;
  if (first?.kind !== 'word' || more.length > 0) return undefined;
  if (dot === undefined) return { qualifier: undefined, column: first.text, sources: known };
  if (!isSign(dot, '.') || second?.kind !== 'word') return undefined;
  return { qualifier: first.text, column: second.text, sources: known };
}

/** Where a value comes from that is a literal or a parameter, cast or not. */
export function sourceOf(nodes: readonly Node[]): Source | undefined {
  const [value, cast, ...type] = nodes;
  if (cast !== undefined && !(isSign(cast, '::') && isType(type))) return undefined;
  if (value?.kind === 'parameter') return { kind: 'parameter', number: value.number };
  if (value?.kind === 'string' || value?.kind === 'number') return { kind: 'literal', text: value.text };
  return undefined;
}

/** Types that leave a value's text alone. */
const SAME_TEXT: ReadonlySet<string> = new Set([
  'text',
  'varchar',
  'uuid',
  'integer',
  'int',
  'bigint',
  'smallint',
]);

function isType(nodes: readonly Node[]): boolean {
  const [type, brackets, ...more] = nodes;
  if (type?.kind !== 'word' || !SAME_TEXT.has(type.text) || more.length > 0) return false;
  return brackets === undefined || (brackets.kind === 'group' && brackets.bracket === '[');
}

/** Whether it could come to an error for some row: by a division, or a cast of something that is no parameter. */
function mayFail(nodes: readonly Node[]): boolean {
  return nodes.some((node, index) => {
    if (node.kind === 'group') return mayFail(node.nodes);
    if (node.kind === 'sign' && /[/%]/.test(node.text)) return true;
    if (!isSign(node, '::')) return isWord(node, 'cast');
    const cast = nodes[index - 1];
    return cast?.kind !== 'parameter' && cast?.kind !== 'string';
  });
}
