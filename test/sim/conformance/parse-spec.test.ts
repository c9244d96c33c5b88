import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../sim/conformance/parse-spec.ts';
import { type Condition, type Spec, unusedSteps } from '../../../sim/conformance/spec.ts';

const TWO_SESSIONS = `
# a transfer, and somebody who looks on
setup { create table account (id int); }
setup
{
  vacuum account;
}
teardown { drop table account; }

session teller
setup    { begin; }
step pay { update account set id = 2; }
step "Pay ""now""" { commit; }
teardown { select 1; }

session "on looker"
step look {}

permutation pay look(*)  # one line
            "Pay ""now"""
permutation pay(look, look notices 2) look
`;

describe('parseSpec', () => {
  it('reads setups, sessions, steps and permutations', () => {
    const spec = parseSpec(TWO_SESSIONS);
    expect(spec.setups).toEqual(['create table account (id int);', '\n  vacuum account;\n']);
    expect(spec.teardown).toBe('drop table account;');
    expect(spec.sessions).toEqual([
      {
        name: 'teller',
        setup: 'begin;',
        steps: [
          { name: 'pay', sql: 'update account set id = 2;', session: 0 },
          { name: 'Pay "now"', sql: 'commit;', session: 0 },
        ],
        teardown: 'select 1;',
      },
      {
        name: 'on looker',
        setup: undefined,
        steps: [{ name: 'look', sql: '', session: 1 }],
        teardown: undefined,
      },
    ]);
    const [pay, payNow, look] = spec.sessions.flatMap(({ steps }) => steps);
    expect(spec.permutations).toEqual([
      [
        { step: pay, conditions: [] },
        { step: look, conditions: [{ kind: 'told-as-waiting' }] },
        { step: payNow, conditions: [] },
      ],
      [
        {
          step: pay,
          conditions: [
            { kind: 'completed', other: look },
            { kind: 'notices', other: look, count: 2 },
          ],
        },
        { step: look, conditions: [] },
      ],
    ]);
  });

  it('takes blanks off a block of SQL, and leaves line breaks and comments of SQL in it', () => {
    const [session] = parseSpec('session s step a { \t select 1 -- {no end\n # 2\n\t }').sessions;
    expect(session?.steps[0]?.sql).toBe('select 1 -- {no end\n # 2\n');
  });

  it('takes a quoted keyword for a name', () => {
    expect(parseSpec('session "session" step "step" {}').sessions[0]?.steps[0]?.name).toBe('step');
  });

  it.each([
    ['no session', 'setup { x }', /^line 1: session expected, not the end$/],
    ['a session without steps', 'session s\nteardown { x }', /^line 2: session s has no step$/],
    ['a block that has no end', 'session s\nstep a { select', /^line 2: a block of SQL has no end$/],
    ['a name that has no end', 'session "s\n', /^line 1: a quoted name has no end$/],
    ['a character of no meaning', 'session s\n\n;', /^line 3: unexpected ";"$/],
    ['two steps of the same name', 'session s step a {} session t step a {}', /there are two steps a$/],
    ['a permutation of nothing', 'session s step a {} permutation', /a permutation has no step$/],
    ['a step that is not there', 'session s step a {}\npermutation a b', /^line 2: there is no step b$/],
    [
      'a condition on a step that is not in the permutation',
      'session s step a {} session t step b {} permutation a(b)',
      /the permutation has no step b$/,
    ],
    [
      'a condition on the own session',
      'session s step a {} step b {} permutation a(b) b',
      /a cannot wait for its own session$/,
    ],
    [
      'conditions that have no end',
      'session s step a {} permutation a(*',
      /conditions of a step have no end$/,
    ],
    [
      'something after the permutations',
      'session s step a {} permutation a setup {}',
      /end expected, not setup$/,
    ],
  ])('refuses %s, and tells the line', (_, text, reason) => {
    expect(() => parseSpec(text)).toThrow(reason);
  });

  it('reads every spec back that can be written', () => {
    fc.assert(
      fc.property(anySpec(), (spec) => {
        expect(parseSpec(written(spec))).toEqual(spec);
      }),
    );
  });
});

describe('unusedSteps', () => {
  it('names the steps that no permutation has, in the order of their bytes', () => {
    const spec = parseSpec('session s step b {} step é {} step a {} step B {} permutation a');
    expect(unusedSteps(spec).map(({ name }) => name)).toEqual(['B', 'b', 'é']);
  });

  it('are none when every interleaving is tried', () => {
    expect(unusedSteps(parseSpec('session s step b {} step a {}'))).toEqual([]);
  });
});

/** SQL as a spec can have it: without a brace that ends it, without blanks at its ends. */
function anySql(): fc.Arbitrary<string> {
  const piece = fc.constantFrom('select', ' ', '\n', '\t', ';', '"', "'", '#', '{', '(*)', 'é', '--', '$');
  return fc.array(piece).map((pieces) => pieces.join('').replaceAll(/^[ \t]+|[ \t]+$/g, ''));
}

function anySpec(): fc.Arbitrary<Spec> {
  const name = fc.string({
    minLength: 1,
    maxLength: 6,
    unit: fc.constantFrom('a', 's', '"', '{', '}', '#', '(', ' ', 'é', '$'),
  });
  const block = fc.option(anySql(), { nil: undefined });
  const names = fc.uniqueArray(name, { minLength: 2, maxLength: 8 });
  const sizes = fc.record({ setups: fc.array(anySql(), { maxLength: 3 }), teardown: block });
  return fc
    .tuple(names, sizes, fc.array(fc.nat(), { maxLength: 4 }), block, anySql())
    .map(([all, { setups, teardown }, orders, own, sql]) => {
      const half = Math.ceil(all.length / 2);
      const sessions = [all.slice(0, half), all.slice(half)].map((steps, session) => ({
        name: steps[0] ?? '',
        setup: own,
        steps: steps.map((each) => ({ name: each, sql, session })),
        teardown: own,
      }));
      const [first = [], second = []] = sessions.map(({ steps }) => steps);
      const permutations = orders.map((order) =>
        [first, second].flatMap((steps, index) => {
          const step = steps[order % steps.length];
          const other = [second, first][index]?.[order % ([second, first][index]?.length ?? 1)];
          if (!step || !other) return [];
          const conditions: Condition[] = [{ kind: 'told-as-waiting' }];
          if (order % 2 === 0) conditions.push({ kind: 'completed', other });
          if (order % 3 === 0) conditions.push({ kind: 'notices', other, count: order });
          return [{ step, conditions: conditions.slice(order % 2) }];
        }),
      );
      return { setups, teardown, sessions, permutations };
    });
}

/** A spec in the tester's format. */
function written({ setups, teardown, sessions, permutations }: Spec): string {
  const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
  const block = (keyword: string, sql: string | undefined): string =>
    sql === undefined ? '' : `${keyword} { ${sql} }\n`;
  const condition = (each: Condition): string => {
    if (each.kind === 'told-as-waiting') return '*';
    return each.kind === 'completed'
      ? quoted(each.other.name)
      : `${quoted(each.other.name)} notices ${each.count}`;
  };
  return [
    ...setups.map((sql) => block('setup', sql)),
    block('teardown', teardown),
    ...sessions.map(
      (session) =>
        `session ${quoted(session.name)} # a comment {\n${block('setup', session.setup)}${session.steps
          .map((step) => block(`step ${quoted(step.name)}`, step.sql))
          .join('')}${block('teardown', session.teardown)}`,
    ),
    ...permutations.map(
      (steps) =>
        `permutation ${steps
          .map(({ step, conditions }) =>
            conditions.length === 0
              ? quoted(step.name)
              : `${quoted(step.name)}(${conditions.map(condition).join(', ')})`,
          )
          .join(' ')}\n`,
    ),
  ].join('');
}
