import { PGliteTarget, PgMemTarget, type Target } from '../../../../sim/target/index.ts';
import { CONTRACT_SCHEMA, RICH_SCHEMA } from './schema.ts';

/** A target that the contract is held against. */
export type ContractTarget = {
  /** Names the target; where it cannot be had, says why. */
  readonly title: string;
  readonly isMissing: boolean;
  /** Boots it with the contract's tables. */
  readonly boot: () => Promise<Target>;
};

/** Every target there is. */
export const contractTargets: readonly ContractTarget[] = [
  {
    title: 'pglite',
    isMissing: false,
    boot: () => PGliteTarget.boot({ schema: [...CONTRACT_SCHEMA, ...RICH_SCHEMA] }),
  },
  {
    title: 'pg-mem',
    isMissing: false,
    boot: () => PgMemTarget.boot({ schema: CONTRACT_SCHEMA }),
  },
];
