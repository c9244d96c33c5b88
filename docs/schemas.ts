import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { CampaignEvent, CampaignRecord, FindingRecord, NightRecord } from '../sim/record/index.ts';

/** Where schemas are, which the package exports as `skein/schema/…`. */
const FOLDER = fileURLToPath(new URL('schema/', import.meta.url));

/** What the package leaves as data, in JSON Schema (draft 2020-12), by the names of the files that hold them. */
export function schemas(): ReadonlyMap<string, string> {
  return new Map([
    ['campaign.schema.json', schemaOf(CampaignRecord, 'What a campaign of Skein came to: --reporter json')],
    [
      'event.schema.json',
      schemaOf(CampaignEvent, 'A line of what a campaign of Skein tells: --reporter jsonl'),
    ],
    ['night.schema.json', schemaOf(NightRecord, 'What a night of Skein came to')],
  ]);
}

/** Shapes that stand in others: each is said once in a schema, under its name. */
const PARTS = z.registry<{ readonly id: string }>();
PARTS.add(CampaignRecord, { id: 'campaign' });
PARTS.add(FindingRecord, { id: 'finding' });

function schemaOf(shape: z.ZodType, title: string): string {
  const { $schema, ...schema } = z.toJSONSchema(shape, { metadata: PARTS });
  return `${JSON.stringify({ $schema, title, ...schema }, undefined, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, text] of schemas()) writeFileSync(join(FOLDER, name), text);
}
