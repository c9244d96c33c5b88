import type { Codec } from './codec.ts';
import { invalid } from './invalid.ts';

type Variants = Readonly<Record<string, Codec<object, object>>>;

type Camel<Text extends string> = Text extends `${infer Head}_${infer Tail}`
  ? `${Lowercase<Head>}${Capitalize<Camel<Tail>>}`
  : Lowercase<Text>;
type ValueOf<Variant> = Variant extends { toValue(...call: never): infer Value } ? Value : never;
type WireOf<Variant> = Variant extends { toWire(...call: never): infer Wire } ? Wire : never;

/** Which variant it is, by the engine's word for it, and what it says. */
export type Tagged<Of> = {
  [Type in keyof Of & string]: { readonly type: Type; readonly data: ValueOf<Of[Type]> };
}[keyof Of & string];
/** The same with what it says beside its type. */
export type Flat<Of> = {
  [Type in keyof Of & string]: { readonly type: Type } & ValueOf<Of[Type]>;
}[keyof Of & string];
/** A oneof of a message: its fields are named for the engine's words. */
export type Case<Of> =
  | { [Type in keyof Of & string]: { case: Camel<Type>; value: WireOf<Of[Type]> } }[keyof Of & string]
  | { case: undefined; value?: undefined };

/** One of several variants as a oneof. */
export function oneOf<const Of extends Variants>(variants: Of): Codec<Tagged<Of>, Case<Of>> {
  const types = new Map(Object.keys(variants).map((type) => [camel(type), type]));
  const codecOf = (type: string, path: string): Codec<object, object> => {
    const codec = Object.hasOwn(variants, type) ? variants[type] : undefined;
    if (!codec) throw noVariant(path, Object.keys(variants));
    return codec;
  };
  return {
    // Both sides of a variant are what its own codec makes, under the names that the types derive in the same way.
    toWire: ({ type, data }, path) =>
      ({ case: camel(type), value: codecOf(type, path).toWire(data, path) }) as Case<Of>,
    toValue(wire, path) {
      const type = wire.case === undefined ? undefined : types.get(wire.case);
      if (type === undefined) throw noVariant(path, Object.keys(variants));
      const data = codecOf(type, path).toValue(wire.value as object, path);
      return { type, data } as Tagged<Of>;
    },
  };
}

/** One of several variants as a oneof, where the engine has what a variant says beside its type. */
export function flatOneOf<const Of extends Variants>(variants: Of): Codec<Flat<Of>, Case<Of>> {
  const tagged = oneOf(variants);
  return {
    // What stands beside the type is the variant's, and the other way round.
    toWire({ type, ...data }, path) {
      return tagged.toWire({ type, data } as unknown as Tagged<Of>, path);
    },
    toValue(wire, path) {
      const { type, data } = tagged.toValue(wire, path);
      return { type, ...(data as object) } as Flat<Of>;
    },
  };
}

function noVariant(path: string, types: readonly string[]): Error {
  return invalid(path, `must be one of ${types.map((type) => type.toLowerCase()).join(', ')}`);
}

function camel(type: string): string {
  return type.toLowerCase().replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}
