import type { EngineErrorCode } from '../../src/engine/index.ts';
import type { State } from './state.ts';

/** When something is asked, and what chance says then. */
export type Moment = {
  /** In milliseconds since the Unix epoch. */
  readonly now: number;
  /** The token of a lease, if one is granted. */
  readonly token: string;
  /** The server dies when its first transaction is over: what it had to do after that is left to sweeps. */
  readonly dies?: boolean;
};

/** The engine refuses: nothing changes. */
export type Refusal = { readonly refused: EngineErrorCode };

/** What comes of a request: what the engine then keeps, and what it answers. */
export type Step<Answer> = { readonly state: State; readonly answer: Answer | Refusal };

export function refuse(state: State, refused: EngineErrorCode): Step<never> {
  return { state, answer: { refused } };
}

/** A sweep's answer. @param next when there is something to do next, if that is known */
export function swept(
  state: State,
  done: { readonly count: number; readonly found: number; readonly limit: number },
  { now }: Moment,
  next?: number,
): Step<{ readonly count: number; readonly nextInMs?: number }> {
  const { count, found, limit } = done;
  if (found === limit) return { state, answer: { count, nextInMs: 0 } };
  return { state, answer: next === undefined ? { count } : { count, nextInMs: Math.max(next - now, 0) } };
}

/** The least of some times; undefined if there are none. */
export function earliest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
