import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { Sightings, type SightingsPart } from '../coverage/index.ts';

/** Things beginning with a fingerprint, as {@link SightingsPart} has them, without when they were seen. */
const Seen = z.strictObject({
  schema: z.literal('skein/seen'),
  mask: z.number().int(),
  things: z.array(z.string()),
});

/** Schedules that nights have shown: some megabytes at most, a sample of them where there are more. */
export type SeenSchedules = Pick<SightingsPart, 'mask'> & { readonly things: ReadonlySet<string> };

/** @returns undefined if there is no such file, or none that this version has written */
export function readSeen(file: string): SeenSchedules | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const { mask, things } = Seen.parse(JSON.parse(readFileSync(file, 'utf8')));
    return { mask, things: new Set(things) };
  } catch {
    return undefined;
  }
}

/** Adds what a night has shown to what nights before have. */
export function withNight(seen: SeenSchedules | undefined, tonight: SightingsPart): SeenSchedules {
  const all = new Sightings();
  if (seen)
    all.merge({ mask: seen.mask, things: Object.fromEntries([...seen.things].map((thing) => [thing, 0])) });
  all.merge(tonight);
  const { mask, things } = all.part();
  return { mask, things: new Set(Object.keys(things)) };
}

/**
 * How many schedules of a night no night before has shown: exactly, or by the part of them that both have kept. What is
 * kept is decided by the schedule itself, so that the two parts can be compared.
 */
export function countNew({ mask, things }: SeenSchedules, tonight: SightingsPart): number {
  const common = Math.max(mask, tonight.mask);
  const mine = new Sightings();
  mine.merge({ mask: common, things: tonight.things });
  const fresh = [...mine.kept()].filter((thing) => !things.has(thing));
  return fresh.length * mine.scale;
}

/** Writes the file at once: a crash leaves the old one or the new one. */
export function writeSeen(file: string, { mask, things }: SeenSchedules): void {
  writeFileSync(`${file}.new`, `${JSON.stringify({ schema: 'skein/seen', mask, things: [...things] })}\n`);
  renameSync(`${file}.new`, file);
}
