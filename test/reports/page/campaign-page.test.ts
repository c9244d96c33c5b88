import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { campaignPage } from '../../../reports/page/index.ts';
import { brokenRecord, campaignRecord, findingRecord } from '../../support/campaign-records.ts';

/** The words of a page's part, with single spaces. */
function words(page: string, selector: string): string {
  const part = parseHTML(page).document.querySelector(selector);
  if (!part) throw new Error(`there is no ${selector}`);
  return part.textContent.replaceAll(/\s+/g, ' ').trim();
}

const missed = { scenario: 'race', what: 'both won', runs: 200, reached: false, missed: true };
const lost = {
  at: 17,
  scenario: 'race',
  target: 'pglite',
  seed: '17',
  why: 'hung' as const,
  message: 'no step',
};

describe('the page of a campaign', () => {
  it('says that every law held, and in what', () => {
    const page = campaignPage(campaignRecord());
    expect(words(page, 'title')).toBe('Held: 5 March 2026, 02:00 UTC · Skein');
    expect(words(page, '.verdict')).toBe(
      '✓ Held 5 March 2026, 02:00 UTC Every law held in 400 runs of 2 scenarios on pglite.',
    );
    expect(words(page, '.figures')).toContain('Schedules93');
  });

  it('says what broke, and how to do it again', () => {
    const page = campaignPage(campaignRecord({ failedRuns: 4, findings: [findingRecord()] }));
    expect(words(page, 'h1')).toContain('✗ Broken');
    expect(words(page, '.verdict ul')).toBe('exactly-once broke in 4 runs');
    expect(words(page, '.command code')).toBe('npx skein replay sk1_found');
    expect(words(page, 'article .facts')).toMatch(/^How often/);
  });

  it.each([
    ['Claims missed', { claims: [missed] }, 'race: reaches: both won: not reached in 200 runs'],
    ['Incomplete', { missingShards: [2] }, 'campaign: shard 2 is there: its blob was not there to be merged'],
    ['Incomplete', { lost: [lost] }, 'race: survives seed 17: the run of race hung'],
  ])('says %s, and why, where no law broke: %j', (outcome, overrides, reason) => {
    const page = campaignPage(campaignRecord(overrides));
    expect(words(page, 'h1')).toContain(`✗ ${outcome}`);
    expect(words(page, '.verdict p')).toBe('Every law held in 400 runs of 2 scenarios on pglite.');
    expect(words(page, '.verdict ul')).toBe(reason);
  });

  it('says that it was interrupted', () => {
    const page = campaignPage(campaignRecord({ interrupted: true }));
    expect(words(page, 'h1')).toContain('✗ Interrupted');
    expect(words(page, '.verdict p')).toContain('says what was seen until then');
  });

  it('has nothing that only a night knows, and leads to no other file', () => {
    const page = campaignPage(brokenRecord);
    const { document } = parseHTML(page);
    expect(document.body.textContent).not.toMatch(/night|canary|ladder|why this share/i);
    for (const link of document.querySelectorAll('a')) {
      const address = link.getAttribute('href') ?? '';
      expect(address).toMatch(/^#/);
      expect(document.getElementById(address.slice(1)), address).not.toBeNull();
    }
  });

  it('takes witnesses, claims and seeds for data, whatever they look like', () => {
    const evil = `<script>document.title='taken'</script>"><img src=x onerror=alert(1)>`;
    const finding = findingRecord({ law: evil, witness: evil, command: evil, seed: evil });
    const claims = [{ ...missed, what: evil }];
    const record = campaignRecord({ failedRuns: 1, findings: [finding], claims, seeds: evil, defect: evil });
    const page = campaignPage(record);
    expect(parseHTML(page).document.querySelectorAll('script')).toHaveLength(1);
    expect(parseHTML(page).document.querySelectorAll('img')).toHaveLength(0);
    expect(words(page, '.witness')).toBe(evil);
  });
});
