import pg from 'pg';
import type { Target } from '../target/index.ts';
import { Connection, type Mover } from './connection.ts';

/** Nothing of the environment (`PGHOST`, `PGSSLMODE`, …) may matter to a run. */
const NOWHERE: pg.ClientConfig = {
  host: 'simulated',
  port: 5432,
  user: 'simulated',
  password: '',
  database: 'simulated',
  ssl: false,
};

/** node-postgres' own client, on a session of a target. */
export class Client extends pg.Client {
  constructor(target: Target, mover: Mover, types: pg.CustomTypesConfig | undefined) {
    const connection = new Connection(target, mover);
    // Where `connection` is given, the client makes none; its type does not tell.
    const config = { ...NOWHERE, connection, ...(types ? { types } : {}) } as pg.ClientConfig;
    super(config);
  }

  /** @throws {Error} for what has no counterpart in a run: cursors, streams, portals, binary results, COPY. */
  override query(...call: never[]): never {
    refuseUnsupported(call[0]);
    return super.query<never>(...(call as [never])); // whatever the overload that was called takes and returns
  }
}

const COPY = /^\s*copy\b[^]*\b(?:from\s+stdin|to\s+stdout)\b/i;

function refuseUnsupported(query: unknown): void {
  const text = typeof query === 'object' && query !== null && 'text' in query ? query.text : query;
  if (typeof text === 'string' && COPY.test(text)) {
    throw new Error('the simulator has no COPY from or to the client: use INSERT or SELECT');
  }
  if (typeof query !== 'object' || query === null) return;
  const isForeign = 'submit' in query && !(query instanceof pg.Query);
  const asked = [
    isForeign && 'cursors and streams',
    'rows' in query && query.rows && 'portals (the option `rows`)',
    'binary' in query && query.binary && 'binary results (the option `binary`)',
  ].find((each) => typeof each === 'string');
  if (asked) throw new Error(`the simulator has no ${asked}: query all rows at once, as text`);
}
