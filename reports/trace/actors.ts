import { CLOCK, NEMESIS, type TraceStep } from '../../sim/kernel/index.ts';
import { isAnswer, isCall } from '../../sim/network/index.ts';
import { titleOf } from '../story.ts';
import type { PageActor, PageGroup } from './page-data.ts';

/** More tracks than anybody can tell apart: who comes then shares the last one. */
const MOST_TRACKS = 6;
/** With more groups than that, those of a kind are one. */
const MOST_GROUPS = 12;

/** Everybody who took part in a run. */
export type Cast = {
  readonly actors: readonly PageActor[];
  readonly groups: readonly PageGroup[];
  /** Index of an actor. */
  readonly of: (name: string) => number;
  /** What an actor does, and for whom; undefined if it never stepped. */
  readonly titleOf: (name: string) => string | undefined;
};

type Appearance = { title: string; from: number; to: number };

/**
 * Who took part in a run, and in which lane: handlers are with their server, and have a track of it as long as they are
 * at work.
 */
export function castOf(steps: readonly TraceStep[]): Cast {
  const appearances = new Map<string, Appearance>();
  const note = (name: string, step: number, title = name): void => {
    const known = appearances.get(name);
    if (known) known.to = step;
    else appearances.set(name, { title, from: step, to: step });
  };
  for (const { number, actor, detail } of steps) {
    note(actor, number);
    if (isCall(detail)) note(detail.handler, number, titleOf(detail));
    if (isAnswer(detail) && appearances.has(detail.handler)) note(detail.handler, number);
  }
  const names = [...appearances.keys()];
  const own = new Set(names.map(groupOf));
  const grouped = own.size > MOST_GROUPS ? (name: string): string => familyOf(groupOf(name)) : groupOf;
  const groupNames = [...new Set(names.map(grouped))].sort(byRank);
  const indexOf = new Map(groupNames.map((name, index) => [name, index]));
  const busyUntil: number[][] = groupNames.map(() => []);
  const actors = [...appearances].map(([name, { title, from, to }]) => {
    const group = indexOf.get(grouped(name)) ?? 0;
    const tracks = busyUntil[group] ?? [];
    const free = tracks.findIndex((until) => until < from);
    const track = free >= 0 ? free : Math.min(tracks.length, MOST_TRACKS - 1);
    tracks[track] = Math.max(tracks[track] ?? 0, to);
    return { name, title, group, track, from, to };
  });
  const order = new Map(names.map((name, index) => [name, index]));
  return {
    actors,
    groups: groupNames.map((name, index) => ({ name, tracks: busyUntil[index]?.length ?? 0 })),
    of: (name) => order.get(name) ?? 0,
    titleOf: (name) => appearances.get(name)?.title,
  };
}

function groupOf(name: string): string {
  const slash = name.indexOf('/');
  return slash < 0 ? name : name.slice(0, slash);
}

/** `client-17` is of the clients. */
function familyOf(name: string): string {
  return name.replace(/[-#]\d+$/, 's');
}

/** Clients, then servers, then workers, then whoever there is; what happens to all comes last. */
function byRank(one: string, other: string): number {
  return rankOf(one) - rankOf(other);
}

const RANKS = [/^(?:before|client|main)/, /^server/, /^sweeper/, /^worker/];

function rankOf(name: string): number {
  if (name === CLOCK || name === NEMESIS) return RANKS.length + 1;
  const rank = RANKS.findIndex((pattern) => pattern.test(name));
  return rank < 0 ? RANKS.length : rank;
}
