import type { SqlValue } from '../../../src/ports/index.ts';
import type { Access } from '../../kernel/index.ts';
import type { KeyType } from './catalogue.ts';
import type { KeyPart, Source, Touch } from './touch.ts';

/** A statement that has more keys than this touches all of a table, as far as anybody asks. */
const MOST_KEYS = 64;

/** What a statement touches once values are bound to its parameters. */
export function bind(touches: readonly Touch[], values: readonly SqlValue[]): readonly Access[] {
  const json = new Map<number, unknown>();
  return touches.flatMap(({ space, mode, key }): readonly Access[] => {
    const keys = key && keysOf(key, values, json);
    return keys ? keys.map((each) => ({ space, mode, key: each })) : [{ space, mode }];
  });
}

/** All keys that these values make; undefined if they may be any. */
function keysOf(
  parts: readonly KeyPart[],
  values: readonly SqlValue[],
  json: Map<number, unknown>,
): readonly string[] | undefined {
  let keys: readonly (readonly string[])[] = [[]];
  for (const { type, sources } of parts) {
    const texts = new Set<string>();
    for (const source of sources) {
      for (const text of textsOf(source, values, json) ?? [undefined]) {
        const same = text === undefined ? undefined : canonical(text, type);
        if (same === undefined) return undefined;
        texts.add(same);
      }
    }
    if (keys.length * texts.size > MOST_KEYS) return undefined;
    keys = keys.flatMap((key) => [...texts].map((text) => [...key, text]));
  }
  return keys.map((key) => (key.length === 1 ? (key[0] ?? '') : JSON.stringify(key)));
}

/** Texts of values that are not null; undefined if they are not known. */
function textsOf(
  source: Source,
  values: readonly SqlValue[],
  json: Map<number, unknown>,
): readonly string[] | undefined {
  if (source.kind === 'literal') return [source.text];
  const value = values[source.number - 1];
  if (value === undefined) return undefined;
  if (value === null) return [];
  if (source.kind === 'parameter') return typeof value === 'object' ? undefined : [String(value)];
  if (source.kind === 'elements') return typeof value === 'object' ? value : undefined;
  if (typeof value !== 'string') return undefined;
  if (!json.has(source.number)) json.set(source.number, parsed(value));
  const elements = json.get(source.number);
  if (!Array.isArray(elements)) return undefined;
  const fields = elements.map((element: unknown) => fieldOf(element, source.field));
  const known = fields.filter((field) => field !== undefined);
  return known.length === fields.length ? known.filter((field) => field !== null) : undefined;
}

/** A text, null if there is none, or undefined if PostgreSQL may write it otherwise. */
function fieldOf(element: unknown, field: string): string | null | undefined {
  if (typeof element !== 'object' || element === null || Array.isArray(element)) return null;
  const value: unknown = Object.hasOwn(element, field) ? Reflect.get(element, field) : null;
  return typeof value === 'string' || value === null ? value : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The one text that stands for a value; undefined where that cannot be told. */
function canonical(text: string, type: KeyType): string | undefined {
  if (type === 'text') return text;
  if (type === 'integer') return /^-?\d{1,30}$/.test(text) ? String(BigInt(text)) : undefined;
  return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text) ? text.toLowerCase() : undefined;
}
