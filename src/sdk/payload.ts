import type { StandardSchemaV1 } from '@standard-schema/spec';
import { asJson, type Json } from '../events/index.ts';

/** Makes payloads of values, and values of payloads: JSON by default, or encrypted, or with dates, as one likes. */
export type PayloadCodec = {
  /** @returns undefined for nothing at all, which is not JSON's `null` */
  readonly encode: (value: unknown) => Json | undefined;
  readonly decode: (payload: Json | undefined) => unknown;
};

/** A value is what is left of it after it has been JSON. */
export const jsonCodec: PayloadCodec = { encode: asJson, decode: (payload) => payload };

/** What a value must look like, in the words of any library that speaks Standard Schema: zod, valibot, arktype. */
export type Schema<Value> = StandardSchemaV1<unknown, Value>;

/** A value is not what its schema wants. */
export class ValidationError extends Error {
  override readonly name = 'ValidationError';
}

/**
 * What a schema makes of a value.
 *
 * @param what names the value in the error
 * @throws {ValidationError} with each issue and where it is
 */
export function validated<Value>(schema: Schema<Value> | undefined, value: unknown, what: string): Value {
  if (!schema) return value as Value; // without a schema the caller's types are all there is
  const result = schema['~standard'].validate(value);
  if (result instanceof Promise) {
    throw new ValidationError(`${what}: its schema answers later, which a replay cannot wait for`);
  }
  if (!result.issues) return result.value;
  const issues = result.issues.map(({ message, path = [] }) => {
    const keys = path.map((part) => String(typeof part === 'object' ? part.key : part));
    return keys.length === 0 ? message : `${keys.join('.')}: ${message}`;
  });
  throw new ValidationError(`${what} is not as its schema wants: ${issues.join('; ')}`);
}
