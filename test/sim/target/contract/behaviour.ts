import type { SessionStage } from '../../../support/scripted-sessions.ts';

/** What a behaviour may need of a target: one whose limitations name it is not asked to behave so. */
export type Feature =
  | 'transactions'
  | 'concurrent-sessions'
  | 'ordered-wake-ups'
  | 'row-locks'
  | 'skip-locked'
  | 'advisory-locks'
  | 'table-locks'
  | 'repeatable-read'
  | 'serializable'
  | 'settings'
  | 'sequences'
  | 'scripts'
  | 'notices'
  | 'plpgsql'
  | 'cursors'
  | 'ddl'
  | 'truncate'
  | 'temporary-tables'
  | 'deferred-constraints'
  | 'partial-indexes'
  | 'keyless-tables'
  | 'cascades'
  | 'rich-types'
  | 'generate-series'
  | 'array-parameters'
  | 'wire-columns'
  | 'virtual-time'
  | 'seeded-randomness';

/** One thing that every target does as PostgreSQL does it. */
export type Behaviour = {
  readonly name: string;
  readonly needs: readonly Feature[];
  readonly play: (stage: SessionStage) => void;
  /** Statements of one session, the last of which a target refuses that lacks what the behaviour needs. */
  readonly refused: readonly string[];
};

/** Behaviours about one subject. */
export type Chapter = {
  readonly title: string;
  /** What each of its behaviours needs. */
  readonly needs: readonly Feature[];
  readonly behaviours: readonly Behaviour[];
};

/** A behaviour, with what it needs beyond its chapter. */
export function behaviour(
  name: string,
  play: (stage: SessionStage) => void,
  needs: readonly Feature[] = [],
  refused: readonly string[] = [],
): Behaviour {
  return { name, needs, play, refused };
}

/** A behaviour of sessions that go on while others are in the middle of something: see {@link behaviour}. */
export function interleaving(
  name: string,
  play: (stage: SessionStage) => void,
  needs: readonly Feature[] = [],
  refused: readonly string[] = [],
): Behaviour {
  return behaviour(name, play, ['concurrent-sessions', ...needs], refused);
}
