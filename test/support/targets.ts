import { afterAll, beforeAll } from 'vitest';
import type { SqlValue } from '../../src/ports/index.ts';
import { EPOCH, RandomRoot } from '../../sim/kernel/index.ts';
import { ENGINE_SCHEMA } from '../../sim/scenario/index.ts';
import {
  type Execution,
  isRefusal,
  PGliteTarget,
  type Session,
  type SqlRefusal,
  type Statement,
  type Target,
  type World,
} from '../../sim/target/index.ts';

/** Boots one PGlite for all tests of a file. @returns how to get at it from hooks and tests. */
export function sharedTarget(schema: readonly string[] = ENGINE_SCHEMA): () => PGliteTarget {
  return bootedTarget(() => PGliteTarget.boot({ schema }));
}

/** Boots a target for all tests of a file or of a `describe`. @returns how to get at it from hooks and tests. */
export function bootedTarget<Booted extends Target>(boot: () => Promise<Booted>): () => Booted {
  let target: Booted | undefined;
  beforeAll(async () => {
    target = await boot();
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

/** Executes a statement that must not have to wait for another session. */
export function executionOf(session: Session, statement: Statement): Execution {
  const execution = session.execute(statement);
  if (!execution) throw new Error(`${statement.text} has to wait for another session`);
  return execution;
}

/** Rows of a statement that must succeed, at once. */
export function rowsOf(
  session: Session,
  text: string,
  values: readonly SqlValue[] = [],
  begins = false,
): readonly object[] {
  const { answer } = executionOf(session, { text, values, begins });
  if (isRefusal(answer)) throw new Error(`${text}: ${answer.message} (${answer.code})`);
  return answer.rows;
}

/** What a statement that must fail was refused with, at once. */
export function refusalOf(
  session: Session,
  text: string,
  values: readonly SqlValue[] = [],
  begins = false,
): SqlRefusal {
  const { answer } = executionOf(session, { text, values, begins });
  if (!isRefusal(answer)) throw new Error(`${text} was not refused`);
  return answer;
}

/** A target that is another one, but for some of its members. */
export function instead(target: () => Target, members: Partial<Target>): Target {
  // Whatever is asked of it is there: one of the members given, or else the target's own.
  return new Proxy({} as Target, {
    get(_, name) {
      if (Object.hasOwn(members, name)) return Reflect.get(members, name);
      const value: unknown = Reflect.get(target(), name);
      return typeof value === 'function' ? value.bind(target()) : value;
    },
  });
}
