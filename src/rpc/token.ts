import { createHash, timingSafeEqual } from 'node:crypto';
import { invalid } from './codec/index.ts';
import type { Right } from './route/index.ts';

/** What a bearer token is good for. The token itself is not kept: only its hash is. */
export type Token = {
  /** SHA-256 of the token, in 64 hexadecimal digits. */
  readonly sha256: string;
  /** `client` starts and asks, `worker` runs, `admin` does both and keeps schedules. */
  readonly rights: readonly Right[];
  /** If there is one, the token may name only ids and queues that begin with it and a slash. */
  readonly namespace?: string;
};

/** What whoever calls may do. */
export type Grant = Pick<Token, 'rights' | 'namespace'>;

const RIGHTS: ReadonlySet<string> = new Set<Right>(['client', 'worker', 'admin']);

/**
 * Knows tokens by their hashes. All are compared, each in constant time, so that how long it takes tells nothing.
 *
 * @throws {EngineError} INVALID_ARGUMENT for tokens that are configured wrongly.
 */
export function tokenFinder(tokens: readonly Token[]): (token: string) => Grant | undefined {
  const known = tokens.map(({ sha256, rights, namespace }, index) => {
    const at = `tokens[${index}]`;
    if (!/^[\da-f]{64}$/i.test(sha256)) throw invalid(`${at}.sha256`, 'must be 64 hexadecimal digits');
    if (rights.length === 0) throw invalid(`${at}.rights`, 'must not be empty');
    for (const right of rights) {
      if (!RIGHTS.has(right))
        throw invalid(`${at}.rights`, `must be of client, worker, admin, and has ${right}`);
    }
    if (namespace !== undefined && !/^[^\0]{1,200}$/.test(namespace)) {
      throw invalid(`${at}.namespace`, 'must have 1 to 200 characters');
    }
    const grant: Grant = { rights, ...(namespace === undefined ? {} : { namespace }) };
    return { digest: Buffer.from(sha256, 'hex'), grant };
  });
  return (token) => {
    const presented = createHash('sha256').update(token).digest();
    let found: Grant | undefined;
    for (const { digest, grant } of known) {
      if (timingSafeEqual(digest, presented)) found = grant;
    }
    return found;
  };
}
