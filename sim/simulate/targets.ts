import { PGliteTarget, PostgresTarget, type Target } from '../target/index.ts';
import { SimulateOptionsError } from './simulate-options-error.ts';

/** Databases under test that can be booted by name. */
export const TARGETS = {
  pglite: (schema: readonly string[]): Promise<Target> => PGliteTarget.boot({ schema }),
  postgres: (schema: readonly string[]): Promise<Target> => PostgresTarget.boot({ schema }),
} as const;

export type TargetName = keyof typeof TARGETS;

/** @throws {SimulateOptionsError} when the database refuses the schema. */
export async function bootTarget(target: TargetName, schema: readonly string[]): Promise<Target> {
  try {
    return await TARGETS[target](schema);
  } catch (cause) {
    const isRefused = cause instanceof Error && 'severity' in cause; // as databases report what they refuse
    throw isRefused ? new SimulateOptionsError(`schema: ${cause.message}`, { cause }) : cause;
  }
}
