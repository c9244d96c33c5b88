import { put, type State } from './state.ts';

const LIFE_MS = 7 * 24 * 60 * 60 * 1_000;

/** Who holds a key; a key whose time is over is as good as none. */
export function ownerOf(state: State, scope: string, key: string, now: number): string | undefined {
  const held = state.keys.get(nameOf(scope, key));
  return held && held.expiresAt > now ? held.owner : undefined;
}

/** Whoever claims a free key holds it for a week. */
export function claimKey(state: State, scope: string, key: string, owner: string, now: number): State {
  return { ...state, keys: put(state.keys, nameOf(scope, key), { owner, expiresAt: now + LIFE_MS }) };
}

/** Under which name a key is kept. */
export function nameOf(scope: string, key: string): string {
  return JSON.stringify([scope, key]);
}
