import type { Condition, PlannedStep, Spec, SpecSession, Step } from './spec.ts';
import { SpecSyntaxError } from './spec-syntax-error.ts';
import { type Token, tokens } from './tokens.ts';

/** A step of a permutation whose names have not been looked up. */
type PlannedName = { readonly name: Token; readonly conditions: readonly ConditionName[] };
type ConditionName = { readonly name: Token; readonly notices: number | undefined } | undefined;

/**
 * Reads a spec of the isolation tester.
 * Source of the format: PostgreSQL, `src/test/isolation/README`, section "Test specification".
 *
 * @throws {SpecSyntaxError} when the text is none, with the line
 */
export function parseSpec(text: string): Spec {
  const reader = new SpecReader(tokens(text));
  const setups = reader.many(() => reader.block('setup'));
  const teardown = reader.block('teardown');
  const sessions: SpecSession[] = [];
  for (let index = 0; index === 0 || reader.isAt('session'); index += 1)
    sessions.push(session(reader, index));
  const planned = reader.many(() => permutation(reader));
  reader.expect('end');
  const steps = byName(sessions);
  return { setups, teardown, sessions, permutations: planned.map((names) => link(names, steps, reader)) };
}

function session(reader: SpecReader, index: number): SpecSession {
  reader.expectKeyword('session');
  const { text: name } = reader.expect('name');
  const setup = reader.block('setup');
  const steps = reader.many(() => {
    if (!reader.take('step')) return undefined;
    return { name: reader.expect('name').text, sql: reader.expect('sql').text, session: index };
  });
  if (steps.length === 0) reader.fail(`session ${name} has no step`);
  return { name, setup, steps, teardown: reader.block('teardown') };
}

function permutation(reader: SpecReader): readonly PlannedName[] | undefined {
  if (!reader.take('permutation')) return undefined;
  const names = reader.many((): PlannedName | undefined => {
    if (!reader.is('name')) return undefined;
    return { name: reader.expect('name'), conditions: conditions(reader) };
  });
  if (names.length === 0) reader.fail('a permutation has no step');
  return names;
}

function conditions(reader: SpecReader): readonly ConditionName[] {
  const found: ConditionName[] = [];
  if (!reader.take('(')) return found;
  do {
    if (reader.take('*')) found.push(undefined);
    else {
      const name = reader.expect('name');
      const notices = reader.take('notices') ? Number(reader.expect('number').text) : undefined;
      found.push({ name, notices });
    }
  } while (reader.take(','));
  if (!reader.take(')')) reader.fail('the conditions of a step have no end');
  return found;
}

function byName(sessions: readonly SpecSession[]): ReadonlyMap<string, Step> {
  const steps = new Map<string, Step>();
  for (const step of sessions.flatMap((each) => each.steps)) {
    if (steps.has(step.name)) throw new SpecSyntaxError(1, `there are two steps ${step.name}`);
    steps.set(step.name, step);
  }
  return steps;
}

/** Puts steps in the place of their names. A condition can name only what its permutation has. */
function link(
  names: readonly PlannedName[],
  steps: ReadonlyMap<string, Step>,
  reader: SpecReader,
): readonly PlannedStep[] {
  const present = new Set(names.map(({ name }) => name.text));
  return names.map(({ name, conditions }) => {
    const step = steps.get(name.text) ?? reader.fail(`there is no step ${name.text}`, name);
    return { step, conditions: conditions.map((each) => condition(step, each)) };
  });

  function condition(step: Step, named: ConditionName): Condition {
    if (!named) return { kind: 'told-as-waiting' };
    const { name, notices } = named;
    const other = present.has(name.text) ? steps.get(name.text) : undefined;
    if (!other) return reader.fail(`the permutation has no step ${name.text}`, name);
    if (other.session === step.session)
      return reader.fail(`${step.name} cannot wait for its own session`, name);
    return notices === undefined ? { kind: 'completed', other } : { kind: 'notices', other, count: notices };
  }
}

/** Goes through the words of a spec. */
class SpecReader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(all: readonly Token[]) {
    this.#tokens = all;
  }

  get #token(): Token {
    const token = this.#tokens[this.#at];
    if (!token) throw new Error('a spec was read beyond its end');
    return token;
  }

  is(kind: Token['kind']): boolean {
    return this.#token.kind === kind;
  }

  /** Whether a keyword or a mark comes next. */
  isAt(text: string): boolean {
    const token = this.#token;
    return (token.kind === 'keyword' || token.kind === 'mark') && token.text === text;
  }

  /** Passes a keyword or a mark if it comes next. */
  take(text: string): boolean {
    const isThere = this.isAt(text);
    if (isThere) this.#at += 1;
    return isThere;
  }

  expectKeyword(text: string): void {
    if (!this.take(text)) this.fail(`${text} expected, not ${this.#token.text}`);
  }

  expect(kind: Token['kind']): Token {
    const token = this.#token;
    if (token.kind !== kind) this.fail(`${kind} expected, not ${token.text}`);
    this.#at += 1;
    return token;
  }

  /** A block of SQL behind its keyword, if that comes next. */
  block(keyword: string): string | undefined {
    return this.take(keyword) ? this.expect('sql').text : undefined;
  }

  /** Whatever `read` finds, until it finds nothing. */
  many<Found>(read: () => Found | undefined): readonly Found[] {
    const found: Found[] = [];
    for (let next = read(); next !== undefined; next = read()) found.push(next);
    return found;
  }

  fail(what: string, { line }: Token = this.#token): never {
    throw new SpecSyntaxError(line, what);
  }
}
