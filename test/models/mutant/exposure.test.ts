import { describe, expect, it } from 'vitest';
import { exposureOf, type Mutant, MUTANTS, recorder, type Seen } from '../../../models/mutant/index.ts';
import type { Sql, SqlPool } from '../../../src/ports/index.ts';

function mutant(name: string): Mutant {
  const found = MUTANTS.find((each) => each.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
}

const seen: Seen = {
  statements: new Map([
    [
      'complete-task',
      new Map([
        ['lock-workflow-of-task', 4],
        ['complete-attempt', 4],
      ]),
    ],
    ['fail-task', new Map([['lock-workflow-of-task', 2]])],
    ['fire-timers', new Map([['due-timers', 10]])],
  ]),
  answered: new Map([
    [
      'complete-task',
      new Map([
        ['lock-workflow-of-task', 4],
        ['complete-attempt', 3],
      ]),
    ],
    ['fail-task', new Map([['lock-workflow-of-task', 2]])],
  ]),
  neighbours: new Map([
    [
      'complete-task',
      new Map([
        ['lock-workflow-of-task+complete-attempt', 4],
        ['complete-attempt+append-events', 3],
      ]),
    ],
    ['submit-commands', new Map([['insert-child-links+begin-histories', 2]])],
  ]),
  unknown: new Set(),
};

/** One operation that sent a statement once. */
function sending(statement: string, answered: number): Seen {
  const once = (count: number) => new Map([['start-workflow', new Map([[statement, count]])]]);
  return { statements: once(1), answered: once(answered), neighbours: new Map(), unknown: new Set() };
}

describe('the exposure of a mutant', () => {
  it.each([
    ['no-lock:lock-workflow-of-task', 6], // by both operations
    ['no-lock:complete-task:lock-workflow-of-task', 4],
    ['late-lock:complete-task:lock-workflow-of-task', 4],
    ['autocommit:complete-task', 7],
    ['swap:submit-commands:insert-child-links+begin-histories', 2],
    ['no-guard:settle-promise:status', 0],
    ['autocommit:start-task', 0],
  ])('of %s is how often what is wrong with it was sent: %d times', (name, times) => {
    expect(exposureOf(mutant(name), seen)).toBe(times);
  });

  it('is small where nothing was found, but not nothing', () => {
    const found = exposureOf(mutant('no-conflict-clause:insert-workflow'), sending('insert-workflow', 1));
    const inVain = exposureOf(mutant('no-conflict-clause:insert-workflow'), sending('insert-workflow', 0));
    expect(found).toBe(1);
    expect(inVain).toBeGreaterThan(0);
    expect(inVain).toBeLessThan(1);
  });

  it('is not small for guards, which show by what is not found', () => {
    expect(exposureOf(mutant('no-guard:due-timers:status'), seen)).toBe(10);
  });
});

/** A database that answers with as many rows. */
function answering(rows: number): SqlPool {
  const query: Sql['query'] = () => Promise.resolve(Array.from({ length: rows }, () => ({}) as never)); // nobody looks
  return { query, transaction: (body) => body({ query }) };
}

it('is known from what was recorded: every statement, every answer with rows, and what follows what', async () => {
  const { planted, seen: recorded } = recorder();
  for (const rows of [0, 1]) {
    const ports = { sql: answering(rows), random: { bytes: () => new Uint8Array() } } as never; // cancelTimer needs no more
    const operations = planted.apply?.({} as never, ports);
    await operations?.cancelTimer({ workflowId: 'w', timerId: 't' }).catch(() => undefined);
  }
  expect(recorded.statements.get('cancel-timer')?.get('lock-workflow')).toBe(2);
  expect(recorded.answered.get('cancel-timer')?.get('lock-workflow')).toBe(1);
  expect([...(recorded.neighbours.get('cancel-timer')?.keys() ?? [])]).toContain(
    'lock-workflow+timer-status',
  );
});
