import type { Planted } from '../defect/index.ts';
import { type Alteration, alterationsOf } from './alterations.ts';
import { overOperation } from './every-operation.ts';
import { type Statement, STATEMENTS } from './statement.ts';
import { TRANSACTIONS } from './transactions.ts';
import { sendingInstead, withoutTransactions, withSwapped } from './wrong-pools.ts';

/** A bug made by machine: one thing was forgotten in one statement, or in the statements of one operation. */
export type Mutant = Planted & {
  readonly operator: Alteration['operator'] | 'autocommit' | 'swap' | 'late-lock';
  /** Name of the statement that it is about; absent where it is about a whole operation. */
  readonly statement?: string;
  /** Name of the one that comes before it instead of after it, where two are swapped. */
  readonly other?: string;
  /** Name of the operation or sweep, in kebab-case, where it is about one alone. */
  readonly operation?: string;
};

/** Two statements that cannot be swapped. */
export type Inapplicable = { readonly name: string; readonly reason: string };

const BY_NAME = new Map(STATEMENTS.map((statement) => [statement.name, statement]));

/** One thing forgotten wherever the statement is sent. */
function mutantsOfStatement({ name: statement, text, outside }: Statement): readonly Mutant[] {
  if (outside !== undefined) return [];
  return alterationsOf(text).map(({ operator, part, removed, text: instead }) => ({
    name: [operator, statement, ...(part === undefined ? [] : [part])].join(':'),
    summary: `${statement} is sent without "${removed}"`,
    operator,
    statement,
    applyToSql: (pool) => sendingInstead(pool, text, instead),
  }));
}

/** What can be forgotten in one operation alone. */
function mutantsOfOperation(operation: string, pairs: readonly string[]): readonly Mutant[] {
  return [
    {
      name: `autocommit:${operation}`,
      summary: `${operation} commits each statement of its transactions by itself`,
      operator: 'autocommit',
      operation,
      ...overOperation(operation, withoutTransactions),
    },
    ...locksOf(pairs).flatMap((lock) => mutantsOfLock(operation, lock)),
    ...pairs.filter((pair) => whyNotSwapped(pair) === undefined).flatMap((pair) => swapped(operation, pair)),
  ];
}

function mutantsOfLock(operation: string, { name, text, unlocked }: Lock): readonly Mutant[] {
  return [
    {
      name: `no-lock:${operation}:${name}`,
      summary: `${operation} sends ${name} without its lock`,
      operator: 'no-lock',
      statement: name,
      operation,
      ...overOperation(operation, (pool) => sendingInstead(pool, text, unlocked)),
    },
    {
      name: `late-lock:${operation}:${name}`,
      summary: `${operation} looks without the lock, and sends ${name} only after the next statement`,
      operator: 'late-lock',
      statement: name,
      operation,
      ...overOperation(operation, (pool) => withSwapped(pool, { first: name, glance: unlocked })),
    },
  ];
}

function swapped(operation: string, pair: string): readonly Mutant[] {
  const [first, second] = partsOf(pair);
  if (first.name === second.name || unlockedOf(first) !== undefined) return [];
  return [
    {
      name: `swap:${operation}:${pair}`,
      summary: `${operation} sends ${second.name} before ${first.name}`,
      operator: 'swap',
      statement: first.name,
      other: second.name,
      operation,
      ...overOperation(operation, (pool) => withSwapped(pool, { first: first.name, second: second.name })),
    },
  ];
}

type Lock = Statement & { readonly unlocked: string };

function locksOf(pairs: readonly string[]): readonly Lock[] {
  const first = new Set(pairs.map((pair) => partsOf(pair)[0]));
  return [...first].flatMap((statement) => {
    const unlocked = unlockedOf(statement);
    return unlocked === undefined ? [] : [{ ...statement, unlocked }];
  });
}

function unlockedOf({ text }: Statement): string | undefined {
  return alterationsOf(text).find(({ operator }) => operator === 'no-lock')?.text;
}

/**
 * Functions of the store look at the rows that their statement is answered with before they return, so nothing is sent
 * after it before it was answered. Locks are another matter: they can be looked at without being taken.
 */
function whyNotSwapped(pair: string): string | undefined {
  const [first] = partsOf(pair);
  if (unlockedOf(first) !== undefined || !/^\s*select\b|\breturning\b/i.test(first.text)) return undefined;
  return `what follows ${first.name} is decided by its answer`;
}

function partsOf(pair: string): readonly [Statement, Statement] {
  const [first, second] = pair.split('+').map((name) => BY_NAME.get(name));
  if (!first || !second) throw new Error(`"${pair}" is not two statements of the store`);
  return [first, second];
}

/** Every mutant. */
export const MUTANTS: readonly Mutant[] = [
  ...STATEMENTS.flatMap(mutantsOfStatement),
  ...Object.entries(TRANSACTIONS).flatMap(([operation, pairs]) => mutantsOfOperation(operation, pairs)),
];

/** Swaps that cannot be made. */
export const INAPPLICABLE: readonly Inapplicable[] = Object.entries(TRANSACTIONS).flatMap(
  ([operation, pairs]) =>
    pairs.flatMap((pair) => {
      const reason = whyNotSwapped(pair);
      return reason === undefined ? [] : [{ name: `swap:${operation}:${pair}`, reason }];
    }),
);
