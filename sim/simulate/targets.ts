import { PGliteTarget, PostgresTarget, type Target } from '../target/index.ts';

/** Databases under test that can be booted by name. */
export const TARGETS = {
  pglite: (schema: readonly string[]): Promise<Target> => PGliteTarget.boot({ schema }),
  postgres: (schema: readonly string[]): Promise<Target> => PostgresTarget.boot({ schema }),
} as const;

export type TargetName = keyof typeof TARGETS;
