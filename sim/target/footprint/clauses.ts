import { indexOfWord, isWord, type Node, splitAtCommas, UnreadableError } from './tokens.ts';

const LOCK_STRENGTHS = ['update', 'no', 'share', 'key'];
const CLAUSES = [
  'select',
  'set',
  'into',
  'from',
  'using',
  'where',
  'group',
  'having',
  'window',
  'order',
  'limit',
  'offset',
  'fetch',
  'for',
  'returning',
];

/** Clauses by the words that they begin with. @throws {UnreadableError} for what stands before them */
export function clausesOf(nodes: readonly Node[]): ReadonlyMap<string, readonly Node[]> {
  const clauses = new Map<string, Node[]>();
  let current: Node[] | undefined;
  let isInFrom = false;
  for (const [index, node] of nodes.entries()) {
    if (node.kind === 'word' && isWord(node, ...CLAUSES) && isClause(nodes, index, isInFrom)) {
      if (clauses.has(node.text)) throw new UnreadableError(`${node.text} twice`);
      current = [];
      clauses.set(node.text, current);
      isInFrom = node.text === 'from' || (node.text === 'using' && !isInFrom);
    } else if (current) current.push(node);
    else throw new UnreadableError('clauses');
  }
  return clauses;
}

/** Whether a word that could begin a clause does: not so in `is distinct from`, `within group`, `join … using`. */
function isClause(nodes: readonly Node[], index: number, isInFrom: boolean): boolean {
  const node = nodes[index];
  const before = nodes[index - 1];
  if (isWord(node, 'from')) return !(isWord(before, 'distinct') && isWord(nodes[index - 2], 'is', 'not'));
  if (isWord(node, 'group')) return !isWord(before, 'within');
  if (isWord(node, 'using')) return !isInFrom;
  if (isWord(node, 'set')) return index === 0;
  return true;
}

/** Names in FOR UPDATE OF; undefined for all there are. @throws {UnreadableError} */
export function lockedNames(nodes: readonly Node[]): ReadonlySet<string> | undefined {
  if (!isWord(nodes[0], ...LOCK_STRENGTHS)) throw new UnreadableError('FOR');
  if (nodes.some((node) => isWord(node, 'for'))) throw new UnreadableError('FOR twice');
  const of = indexOfWord(nodes, 'of');
  if (of === nodes.length) return undefined;
  const names = nodes.slice(of + 1, indexOfWord(nodes, 'nowait', 'skip'));
  return new Set(names.flatMap((node) => (node.kind === 'word' ? [node.text] : [])));
}

/** The columns that are set. @throws {UnreadableError} */
export function setColumns(nodes: readonly Node[]): ReadonlySet<string> {
  const columns = splitAtCommas(nodes).flatMap(([target]) => {
    if (target?.kind === 'word') return [target.text];
    if (target?.kind !== 'group') throw new UnreadableError('SET');
    return target.nodes.flatMap((node) => (node.kind === 'word' ? [node.text] : []));
  });
  return new Set(columns);
}
