import { invalid } from './invalid.ts';

/**
 * How a value of the engine looks in a message, and back. Both directions refuse what is not as it must be.
 *
 * `path` names the value in errors, in the words of the protocol: `commands[3].task_id`.
 */
export type Codec<Value, Wire> = {
  /** @throws {EngineError} INVALID_ARGUMENT */
  toWire(value: Value, path: string): Wire;
  /** @throws {EngineError} INVALID_ARGUMENT */
  toValue(wire: Wire, path: string): Value;
};

/** A value that may be absent. */
export type OptionalCodec<Value, Wire> = Codec<Value | undefined, Wire | undefined>;

/** Makes absence possible. */
export function optional<Value, Wire>(codec: Codec<Value, Wire>): OptionalCodec<Value, Wire> {
  return {
    toWire: (value, path) => (value === undefined ? undefined : codec.toWire(value, path)),
    toValue: (wire, path) => (wire === undefined ? undefined : codec.toValue(wire, path)),
  };
}

/** Something that must be there, although messages can be without it. */
export function required<Value, Wire>(codec: Codec<Value, Wire>): Codec<Value, Wire | undefined> {
  return {
    toWire: (value, path) => codec.toWire(value, path),
    toValue(wire, path) {
      if (wire === undefined) throw invalid(path, 'must be there');
      return codec.toValue(wire, path);
    },
  };
}

/** The same in other words: of what `codec` makes, `into` makes the value, and `from` makes it of the value. */
export function adapted<Value, Inner, Wire>(
  codec: Codec<Inner, Wire>,
  into: (inner: Inner, path: string) => Value,
  from: (value: Value, path: string) => Inner,
): Codec<Value, Wire> {
  return {
    toWire: (value, path) => codec.toWire(from(value, path), path),
    toValue: (wire, path) => into(codec.toValue(wire, path), path),
  };
}

/** Several in a row. @param max how many at most */
export function list<Value, Wire>(
  codec: Codec<Value, Wire>,
  max = Number.POSITIVE_INFINITY,
): Codec<readonly Value[], Wire[]> {
  const refuse = (length: number, path: string): void => {
    if (length > max) throw invalid(path, `must not have more than ${max} entries, and has ${length}`);
  };
  return {
    toWire(values, path) {
      refuse(values.length, path);
      return values.map((value, index) => codec.toWire(value, `${path}[${index}]`));
    },
    toValue(wires, path) {
      refuse(wires.length, path);
      return wires.map((wire, index) => codec.toValue(wire, `${path}[${index}]`));
    },
  };
}

export const flag: Codec<boolean, boolean> = { toWire: (value) => value, toValue: (wire) => wire };
