/**
 * One thing that a step touches. Under READ COMMITTED nobody sees what is not committed, so a transaction's statements
 * only `lock` what they change, and its COMMIT is what `write`s it. A statement outside of a transaction does both.
 */
export type Access = {
  /** What it is part of: a table, a lock space, a message queue. */
  readonly space: string;
  /** Which of it; all of it, if absent. */
  readonly key?: string;
  /** `read`: sees it as others left it. `lock`: keeps others from locking or writing it. `write`: changes or frees it. */
  readonly mode: 'read' | 'lock' | 'write';
};

/**
 * All that a step may touch of what others touch, too. More than it does touch is sound and makes the search slower;
 * less is wrong. A step without a footprint may touch anything; an empty one touches nothing that is shared.
 */
export type Footprint = readonly Access[];

/** Whether it matters which of two steps is taken first: one of them writes or locks what the other one touches. */
export function races(one: Footprint | undefined, other: Footprint | undefined): boolean {
  if (one === undefined) return other === undefined || other.length > 0;
  if (other === undefined) return one.length > 0;
  return one.some((access) => other.some((each) => clash(access, each)));
}

/** Whether it matters which of two accesses is first. */
export function clash(one: Access, other: Access): boolean {
  if (one.space !== other.space) return false;
  if (one.key !== undefined && other.key !== undefined && one.key !== other.key) return false;
  if (one.mode === 'read') return other.mode === 'write';
  return other.mode !== 'read' || one.mode === 'write';
}
