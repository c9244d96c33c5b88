import { equalitiesOf } from './conditions.ts';
import type { Item } from './from-list.ts';
import { partOf } from './row-changes.ts';
import { isSign, type Node } from './tokens.ts';
import type { KeyPart, Source } from './touch.ts';

/** The part of an item's table that a condition leaves; undefined if it may be any. */
export function keyOf(
  item: Item,
  items: readonly Item[],
  where: readonly Node[],
): readonly KeyPart[] | undefined {
  const { table } = item;
  if (!table) return undefined;
  const values = new Map<string, readonly Source[]>();
  for (const { qualifier, column, sources } of equalitiesOf(where)) {
    if (!table.columns.some(({ name }) => name === column)) continue;
    // A name that several tables have is an error where it stands alone.
    if (qualifier === undefined ? isUnique(column, item, items) : qualifier === item.alias)
      values.set(column, sources);
  }
  return partOf(table, table.partColumns, values);
}

function isUnique(column: string, item: Item, items: readonly Item[]): boolean {
  return items.every((each) => each === item || !each.table?.columns.some(({ name }) => name === column));
}

/** A field of the elements of a JSON array: `element ->> 'field'`, from `jsonb_array_elements($1)`. */
export function fieldOf(nodes: readonly Node[], items: readonly Item[]): Source | undefined {
  const arrow = nodes.findIndex((node) => isSign(node, '->>'));
  const field = nodes[arrow + 1];
  if (arrow < 1 || field?.kind !== 'string' || nodes.length !== arrow + 2) return undefined;
  const [first, dot, second] = nodes.slice(0, arrow);
  if (first?.kind !== 'word' || (arrow > 1 && !(arrow === 3 && isSign(dot, '.')))) return undefined;
  const qualifier = arrow === 3 ? first.text : undefined;
  const column = second?.kind === 'word' ? second.text : first.text;
  for (const { alias, call } of items) {
    if (call?.columns[0] !== column || (qualifier !== undefined && qualifier !== alias)) continue;
    const [array] = call.values;
    const isCast = call.values.length === 3 && isSign(call.values[1], '::');
    const isElements = call.name === 'jsonb_array_elements' || call.name === 'json_array_elements';
    if (array?.kind !== 'parameter' || !isElements || !(call.values.length === 1 || isCast)) return undefined;
    return { kind: 'field', number: array.number, field: field.text };
  }
  return undefined;
}
