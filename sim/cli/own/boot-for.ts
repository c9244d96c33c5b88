import { UsageError } from '../../../src/cli/index.ts';
import type { OwnScenario } from '../../config/index.ts';
import type { Target } from '../../target/index.ts';
import type { TARGETS } from '../targets.ts';

/** Boots a target with a scenario's tables. @throws {UsageError} when the database refuses its schema. */
export async function bootFor(
  { name, schema }: OwnScenario,
  { boot }: (typeof TARGETS)[number],
  note: (line: string) => void,
  databaseUrl: string | undefined,
): Promise<Target> {
  try {
    return await boot(typeof schema === 'string' ? [schema] : schema, note, databaseUrl);
  } catch (cause) {
    const isRefused = cause instanceof Error && 'severity' in cause; // as databases report what they refuse
    throw isRefused ? new UsageError(`the schema of scenario "${name}": ${cause.message}`, { cause }) : cause;
  }
}
