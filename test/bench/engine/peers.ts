import { dbos } from './dbos-peer.ts';
import type { Peer } from './peer.ts';
import { pgBoss } from './pg-boss-peer.ts';
import { skein } from './skein-peer.ts';

export const PEERS: readonly Peer[] = [skein, dbos, pgBoss];
