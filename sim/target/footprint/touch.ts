import type { KeyType } from './catalogue.ts';

/** Where a statement takes a column's value from. */
export type Source =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'parameter'; readonly number: number }
  /** Each element of a parameter that is an array. */
  | { readonly kind: 'elements'; readonly number: number }
  /** A field of each element of a parameter that is a JSON array. */
  | { readonly kind: 'field'; readonly number: number; readonly field: string };

/** One column of a key: its value comes from one of these. */
export type KeyPart = { readonly type: KeyType; readonly sources: readonly Source[] };

/** What a statement touches, before values are bound to its parameters. */
export type Touch = {
  readonly space: string;
  readonly mode: 'read' | 'lock' | 'write';
  /** Which of it; all of it, if absent. */
  readonly key?: readonly KeyPart[];
};

/** What a text says of the statement. */
export type Reading =
  | {
      readonly kind: 'rows';
      readonly touches: readonly Touch[];
    }
  | { readonly kind: 'begin' | 'commit' | 'rollback' | 'savepoint' | 'release' | 'rollback to' }
  | {
      readonly kind: 'unknown';
      /** Whether what is known of the database may not be true any more afterwards. */
      readonly changesCatalogue: boolean;
    };
