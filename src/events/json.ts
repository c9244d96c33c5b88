/**
 * What is left of a value after it has been JSON: the same at once as it will be once it has been stored.
 *
 * @throws {TypeError} for what JSON cannot carry at all: a bigint, a cycle.
 */
export function asJson(value: unknown): Json | undefined {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as Json | undefined);
}

/** Any value that JSON can carry. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
