import type { Codec, OptionalCodec } from './codec.ts';

/** How each property looks in the field of its name. What the engine may leave out, the message may, too. */
type FieldsOf<Value> = {
  readonly [Key in keyof Value]-?: Pick<Value, Key> extends Required<Pick<Value, Key>>
    ? Codec<Value[Key], unknown>
    : OptionalCodec<Exclude<Value[Key], undefined>, unknown>;
};
type WireOf<Field> = Field extends { toWire(...call: never): infer Wire } ? Wire : never;
/** Fields that may be absent are optional in messages. */
type MessageOf<Fields> = {
  -readonly [Key in keyof Fields as undefined extends WireOf<Fields[Key]> ? Key : never]?: WireOf<
    Fields[Key]
  >;
} & {
  -readonly [Key in keyof Fields as undefined extends WireOf<Fields[Key]> ? never : Key]: WireOf<Fields[Key]>;
};

/** An object as a message, property by property: every one of `Value` must be named. */
export function record<Value extends object>(): <Fields extends FieldsOf<Value>>(
  fields: Fields,
) => Codec<Value, MessageOf<Fields>> {
  return <Fields extends FieldsOf<Value>>(fields: Fields) => {
    const entries = Object.entries<Codec<unknown, unknown>>(fields);
    const each = (
      from: object,
      path: string,
      convert: (codec: Codec<unknown, unknown>, value: unknown, path: string) => unknown,
    ): unknown => {
      const made: [string, unknown][] = [];
      for (const [key, codec] of entries) {
        const value = convert(codec, Reflect.get(from, key), fieldPath(path, key));
        if (value !== undefined) made.push([key, value]);
      }
      return Object.fromEntries(made);
    };
    return {
      // Each property is what its own codec made of the property of the same name, as the types of both sides say.
      toWire: (value, path) =>
        each(value, path, (codec, property, at) => codec.toWire(property, at)) as MessageOf<Fields>,
      toValue: (wire, path) =>
        each(wire, path, (codec, property, at) => codec.toValue(property, at)) as Value,
    };
  };
}

/** A message with a single field is that field: errors name what has the message. */
export function sole<const Key extends string, Value, Wire>(
  key: Key,
  codec: Codec<Value, Wire>,
): Codec<Value, { [Only in Key]: Wire }> {
  return {
    // The one key that there is.
    toWire: (value, path) => ({ [key]: codec.toWire(value, path) }) as { [Only in Key]: Wire },
    toValue: (wire, path) => codec.toValue(wire[key], path),
  };
}

/** The name of a field in the protocol: fields of messages are written with underscores. */
function fieldPath(path: string, key: string): string {
  const field = key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return path === '' ? field : `${path}.${field}`;
}

/** A message without fields. */
export const nothing: Codec<Readonly<Record<string, never>>, object> = {
  toWire: () => ({}),
  toValue: () => ({}),
};
