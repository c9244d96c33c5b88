import { migrations } from '../../src/store/index.ts';

/** The engine's schema, as statements. */
export const ENGINE_SCHEMA: readonly string[] = migrations().flatMap((migration) => migration.statements);
