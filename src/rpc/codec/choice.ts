import type { UnknownEnum } from '@bufbuild/protobuf';
import type { Codec } from './codec.ts';
import { invalid } from './invalid.ts';

/** An enum of the protocol. Its names, but for the first one, are the engine's words. */
type Enum = Readonly<Record<string, number>> & { readonly UNSPECIFIED: 0 };

/** One of an enum's names. */
export function choice<Names extends Enum>(
  names: Names,
): Codec<Exclude<keyof Names & string, 'UNSPECIFIED'>, Names[keyof Names] | UnknownEnum> {
  type Name = Exclude<keyof Names & string, 'UNSPECIFIED'>;
  const known = Object.keys(names).filter((each): each is Name => each !== 'UNSPECIFIED');
  return {
    toWire(value, path) {
      if (!known.includes(value)) throw invalid(path, `must be one of ${known.join(', ')}`);
      return names[value];
    },
    toValue(wire, path) {
      const found = known.find((each) => names[each] === wire);
      if (found === undefined) throw invalid(path, `must be one of ${known.join(', ')}, and is ${wire}`);
      return found;
    },
  };
}
