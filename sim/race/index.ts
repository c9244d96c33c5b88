import { appends } from './append.ts';
import { doubleClaims } from './double-claim.ts';
import { lostUpdate } from './lost-update.ts';
import { medley } from './medley.ts';
import { phantom } from './phantom.ts';
import type { Race } from './race.ts';
import { transfers } from './transfers.ts';
import { writeSkews } from './write-skew.ts';

/** Every race that can be named. */
export const RACES: readonly Race[] = [
  lostUpdate,
  ...writeSkews,
  phantom,
  ...doubleClaims,
  ...appends,
  transfers,
  medley,
];

export type { Race, Racer, RaceSession } from './race.ts';
