import { describe, expect, it } from 'vitest';
import { conformance, type ConformancePlan, type SpecOutcome } from '../../../sim/conformance/index.ts';
import type { Session, Target } from '../../../sim/target/index.ts';
import { LockingTarget } from '../../support/locking-target.ts';

const PASSING = `Parsed test spec with 1 sessions

starting permutation: a
step a: 
`;

function outcomeOf(
  text: string,
  expected: readonly string[],
  plan: Partial<ConformancePlan> = {},
): SpecOutcome {
  const specs = [{ name: 'test', text, expected }];
  const [outcome] = conformance({ target: new LockingTarget(), specs, ...plan });
  if (!outcome) throw new Error('the spec was not run');
  return outcome;
}

describe('conformance', () => {
  it('passes a spec whose output is one of those expected', () => {
    const passed = { spec: 'test', kind: 'passed', permutations: 1, wasKnown: undefined };
    expect(outcomeOf('session s step a { }', ['something else', PASSING])).toEqual(passed);
  });

  it('fails a spec with what differs from the nearest of the outputs expected', () => {
    const outcome = outcomeOf('session s step a { say hello }', [`Nothing\n${PASSING}`, PASSING]);
    expect(outcome).toMatchObject({ kind: 'failed', permutations: 1, differences: [{ permutation: 'a' }] });
    expect(outcome.kind === 'failed' ? outcome.differences[0]?.lines : []).toContainEqual({
      kind: 'surplus',
      text: 's: NOTICE:  hello',
    });
  });

  it('takes a refusal of what the target cannot do for its answer', () => {
    const refused = { spec: 'test', kind: 'refused', reason: 'no such thing here' };
    expect(outcomeOf('session s step a { refuse no such thing here }', [PASSING])).toEqual(refused);
  });

  it('does not take an error of the server for one', () => {
    expect(outcomeOf('session s step a { fail no such thing here }', [PASSING]).kind).toBe('failed');
  });

  it('tells known differences of the target apart, also once they are none', () => {
    const known = [{ target: 'locking', spec: 'test', reason: 'it is old' }];
    expect(outcomeOf('session s step a { }', [''], { known })).toMatchObject({
      kind: 'known',
      reason: 'it is old',
    });
    expect(outcomeOf('session s step a { }', [PASSING], { known })).toMatchObject({
      kind: 'passed',
      wasKnown: 'it is old',
    });
    const target = new LockingTarget('another');
    expect(outcomeOf('session s step a { }', [''], { known, target }).kind).toBe('failed');
  });

  it('goes on after a spec that cannot be read, or that breaks the target', () => {
    const target: Target = new LockingTarget();
    const text = 'session s step a { }';
    const outcomes = conformance({
      target: breaking(target, 'broken'),
      specs: [
        { name: 'unreadable', text: '?', expected: [''] },
        { name: 'broken', text: 'session s step a { broken }', expected: [''] },
        { name: 'unknown', text, expected: [] },
        { name: 'fine', text, expected: [PASSING] },
      ],
    });
    expect([...outcomes]).toEqual([
      { spec: 'unreadable', kind: 'broken', problem: 'line 1: unexpected "?"' },
      { spec: 'broken', kind: 'broken', problem: 'the target broke' },
      { spec: 'unknown', kind: 'broken', problem: 'there is no expected output' },
      { spec: 'fine', kind: 'passed', permutations: 1, wasKnown: undefined },
    ]);
  });

  it('begins each spec in an empty database', () => {
    const target = new LockingTarget();
    outcomeOf('session s step a { }', [PASSING], { target });
    const [schema, first] = ['create schema', 'select set_config'].map((text) =>
      target.sent.findIndex((sent) => sent.startsWith(text)),
    );
    expect(schema).toBeGreaterThan(0);
    expect(first).toBeGreaterThan(schema ?? 0);
  });
});

/** A target that throws when it is sent `text`. */
function breaking(target: Target, text: string): Target {
  return new Proxy(target, {
    get(_, name) {
      if (name === 'openSession') {
        return (): Session => {
          const session = target.openSession();
          const execute: Session['execute'] = (statement) => {
            if (statement.text === text) throw new Error('the target broke');
            return session.execute(statement);
          };
          return {
            execute,
            collect: () => session.collect(),
            hasAnswer: () => session.hasAnswer(),
            close: () => session.close(),
          };
        };
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
