import { afterAll, beforeAll } from 'vitest';
import type { SqlValue } from '../../src/ports/index.ts';
import { EPOCH, RandomRoot } from '../../sim/kernel/index.ts';
import { ENGINE_SCHEMA } from '../../sim/scenario/index.ts';
import {
  isRefusal,
  PGliteTarget,
  type Session,
  type SqlRefusal,
  type World,
} from '../../sim/target/index.ts';

/** Boots one target for all tests of a file. @returns how to get at it from hooks and tests. */
export function sharedTarget(schema: readonly string[] = ENGINE_SCHEMA): () => PGliteTarget {
  let target: PGliteTarget | undefined;
  beforeAll(async () => {
    target = await PGliteTarget.boot({ schema });
  });
  afterAll(() => target?.close());
  return () => {
    if (!target) throw new Error('the target is booted only while tests run');
    return target;
  };
}

/** A world whose time and randomness are functions of these two. */
export function worldOf(seed = 'world', milliseconds = 0): World {
  return { now: () => EPOCH + milliseconds, entropy: new RandomRoot(seed).stream('database') };
}

/** Rows of a statement that must succeed. */
export function rowsOf(
  session: Session,
  text: string,
  values: readonly SqlValue[] = [],
  begins = false,
): readonly object[] {
  const { answer } = session.execute(text, values, begins);
  if (isRefusal(answer)) throw new Error(`${text}: ${answer.message} (${answer.code})`);
  return answer.rows;
}

/** What a statement that must fail was refused with. */
export function refusalOf(
  session: Session,
  text: string,
  values: readonly SqlValue[] = [],
  begins = false,
): SqlRefusal {
  const { answer } = session.execute(text, values, begins);
  if (!isRefusal(answer)) throw new Error(`${text} was not refused`);
  return answer;
}
