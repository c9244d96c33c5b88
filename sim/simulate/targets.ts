import { PGliteTarget, type Target } from '../target/index.ts';

/** Databases under test that can be booted by name. */
export const TARGETS = {
  pglite: (schema: readonly string[]): Promise<Target> => PGliteTarget.boot({ schema }),
} as const;

export type TargetName = keyof typeof TARGETS;
