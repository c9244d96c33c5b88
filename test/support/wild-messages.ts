import {
  create,
  type DescField,
  type DescMessage,
  type DescOneof,
  ScalarType,
  toBinary,
} from '@bufbuild/protobuf';
import fc from 'fast-check';

/** Texts that somebody might send: also those that are not as they must be, and what the engine knows. */
const text = fc.oneof(
  { weight: 40, arbitrary: fc.constantFrom('a', 'a', 'a', 'b', 'token', 'null', '{"a":[1,"x"]}', '0') },
  fc.constantFrom('', 'a\0', 'x'.repeat(255), 'x'.repeat(301), '🧶', '{', '"\\u0000"', '"\\ud800"', '1e999'),
  fc.constantFrom(
    '['.repeat(2_000) + ']'.repeat(2_000),
    '* * * * *',
    '0 0 31 2 *',
    'UTC',
    '%',
    "'; drop table",
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const int32 = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(1, 1, 1, 2) },
  fc.constantFrom(0, -1, 1_000, 1_001),
  fc.integer(),
);
const int64 = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(1n, 2n, 1_000n) },
  fc.constantFrom(0n, 1n, -1n, 1_000n, 86_400_001n, 2n ** 31n, 2n ** 53n, 2n ** 63n - 1n, -(2n ** 63n)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
);

/** Any bytes of a message, most of them well formed, with any values in its fields. */
export function wildMessage(schema: DescMessage): fc.Arbitrary<Uint8Array> {
  return messageOf(schema).map((init) => toBinary(schema, create(schema, init)));
}

function messageOf(schema: DescMessage): fc.Arbitrary<Record<string, unknown>> {
  const members = schema.members.map((member) =>
    (member.kind === 'oneof' ? oneOf(member) : field(member)).map(
      (value) => [member.localName, value] as const,
    ),
  );
  return fc
    .tuple(...members)
    .map((entries) => Object.fromEntries(entries.filter(([, value]) => value !== undefined)));
}

function oneOf({ fields }: DescOneof): fc.Arbitrary<unknown> {
  const cases = fields.map((each) => single(each).map((value) => ({ case: each.localName, value })));
  return fc.oneof({ weight: 30, arbitrary: fc.oneof(...cases) }, fc.constant(undefined));
}

function field(each: DescField): fc.Arbitrary<unknown> {
  if (each.fieldKind === 'list') return fc.array(single(each), { maxLength: 3 });
  return fc.oneof({ weight: 15, arbitrary: single(each) }, fc.constant(undefined));
}

function single(each: DescField): fc.Arbitrary<unknown> {
  if (each.message) return messageOf(each.message);
  if (each.enum)
    return fc.oneof(
      { weight: 12, arbitrary: fc.integer({ min: 1, max: 2 }) },
      fc.integer({ min: 0, max: 9 }),
      int32,
    );
  switch (each.scalar) {
    case ScalarType.STRING:
      return text;
    case ScalarType.INT32:
      return int32;
    case ScalarType.INT64:
      return int64;
    case ScalarType.BOOL:
      return fc.boolean();
    default:
      throw new Error(`${String(each)} is of a kind that the protocol does not have yet`);
  }
}
