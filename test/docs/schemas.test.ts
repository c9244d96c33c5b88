import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { schemas } from '../../docs/schemas.ts';
import { brokenRecord, campaignRecord } from '../support/campaign-records.ts';

/** A schema as whoever installs the package has it. */
function published(name: string): string {
  return readFileSync(new URL(import.meta.resolve(`skein/schema/${name}`)), 'utf8');
}

function validator(name: string): ValidateFunction {
  const ajv = new Ajv2020({ strictSchema: true });
  addFormats.default(ajv);
  return ajv.compile(JSON.parse(published(name)) as object);
}

describe('the published schemas', () => {
  it.each([...schemas()])('%s says what records are: if not, `npm run docs` writes it anew', (name, text) => {
    expect(published(name)).toBe(text);
  });

  it('take a campaign, whatever it came to', () => {
    const isCampaign = validator('campaign.schema.json');
    expect(isCampaign(campaignRecord()), JSON.stringify(isCampaign.errors)).toBe(true);
    expect(isCampaign(brokenRecord), JSON.stringify(isCampaign.errors)).toBe(true);
  });

  it.each([
    ['of another version', { version: 1 }],
    ['that begins at no time', { startedAt: 'yesterday' }],
    ['with half a run', { runs: 1.5 }],
    ['that tells more', { surprise: true }],
  ])('refuse a campaign %s', (_, change) => {
    expect(validator('campaign.schema.json')({ ...campaignRecord(), ...change })).toBe(false);
  });
});
