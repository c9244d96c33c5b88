import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { nightPage } from '../../../reports/page/index.ts';
import { findingRecord, nightRecord, redNight } from '../../support/nights.ts';

/** The words of a page's part, with single spaces. */
function words(page: string, selector = 'main'): string {
  const { document } = parseHTML(page);
  const parts = [...document.querySelectorAll(selector)].map((part) => part.textContent);
  if (parts.length === 0) throw new Error(`there is no ${selector}`);
  return parts.join(' ').replaceAll(/\s+/g, ' ').trim();
}

describe('the page of a night', () => {
  it('says green, and what the night is worth', () => {
    const page = nightPage(nightRecord());
    expect(words(page, 'title')).toBe('Green: 5 March 2026, 02:00 UTC · Skein');
    expect(words(page, 'h1')).toBe('✓ Green 5 March 2026, 02:00 UTC');
    expect(words(page, '#findings')).toBe('Nothing broke Every law held in every run.');
    const figures = words(page, '.figures');
    expect(figures).toContain('Runs61,203 33.9 a second, 2 workers, 30 min 3 s');
    expect(figures).toContain('New schedules14,220 that no night before has shown, of 14,712');
    expect(figures).toContain('Unseen94 %');
    expect(figures).toContain('Canaryfound in run 7');
    expect(figures).toContain('Ladder2 of 2 the hardest in 41 runs');
    expect(figures).toContain('Lost runs0');
  });

  it('says red and why, and of a finding what broke, since when, how often, and how to replay it', () => {
    const finding = findingRecord();
    const page = nightPage(redNight());
    expect(words(page, 'h1')).toBe('✗ Red 5 March 2026, 02:00 UTC');
    expect(words(page, '.verdict')).toContain('exactly-once broke in 33 runs: new tonight');
    const told = words(page, 'article');
    expect(told).toContain('exactly-oncenew tonight');
    expect(told).toContain(finding.shrunk?.witness);
    expect(told).toContain('Sincetonight, for the first time');
    expect(told).toContain('in 33 of 61,203 runs (0.05 %); by random 10, surw 8, pos 7, urw 4, pct 4');
    expect(told).toContain('a1/410, 61 steps');
    expect(told).toContain('from 64 steps, 8 preemptions, 2 faults to 57 steps, 0 preemptions, 1 fault');
    const { document } = parseHTML(page);
    const commands = [...document.querySelectorAll('button.copy')].map((each) =>
      each.getAttribute('data-command'),
    );
    expect(commands).toEqual([finding.shrunk?.command, finding.command]);
  });

  it('tells the orders that make a schedule, the first of them and of long steps the beginning', () => {
    const { shrunk } = findingRecord();
    const deviations = Array.from({ length: 11 }, (_, index) => ({
      take: `worker-1: step ${index}`,
      before: `server-1: ${'select all of it '.repeat(20)}`,
    }));
    const finding = findingRecord({ shrunk: shrunk && { ...shrunk, deviations } });
    const told = words(nightPage(redNight({ campaign: { findings: [finding] } })), 'article .lines');
    expect(told).toContain('worker-1: step 7 before server-1: select all of it');
    expect(told).not.toContain('step 8');
    expect(told).toContain('and 3 more, which the run shows step by step');
    expect(told.length).toBeLessThan(1_200);
  });

  it('leads to the first night of a finding that is not new', () => {
    const { signature } = findingRecord();
    const history = [{ signature, since: '2026-03-03T02-00-00Z', nights: 3 }];
    const page = nightPage(redNight({ history }));
    expect(words(page, '.facts')).toContain('3 March 2026, 02:00 UTC; this is the 3rd night with it');
    expect(words(page, 'article h3')).toBe('exactly-once');
    expect(page).toContain('href="../2026-03-03T02-00-00Z/index.html"');
  });

  it('links to the files of a finding, where there are any', () => {
    const { signature } = findingRecord();
    const files = new Map([[signature, { record: 'findings/a.json', trace: 'findings/a.html' }]]);
    expect(nightPage(redNight(), files)).toContain('href="findings/a.html"');
    expect(nightPage(redNight(), files)).toContain('href="findings/a.json"');
    expect(nightPage(redNight())).not.toContain('Step by step');
  });

  it('tells what was not reached, which runs were lost, and what the corpus came to', () => {
    const page = nightPage(
      nightRecord({
        campaign: {
          unreached: ['timer STARTED → FIRED'],
          claims: [
            { scenario: 'leases', what: 'a lease expired', runs: 400, reached: false, missed: true },
            { scenario: 'takeover', what: 'a lease was taken back', runs: 12, reached: false, missed: false },
          ],
          lost: [
            {
              at: 17,
              scenario: 'fan-out',
              target: 'pglite',
              seed: 'n/17',
              why: 'hung',
              message: 'no step in 60 s',
            },
          ],
          corpus: [{ file: 'a.json', label: 'a lost join', outcome: 'broken', why: 'live' }],
        },
      }),
    );
    expect(words(page, '#unreached')).toContain('timer STARTED → FIRED');
    expect(words(page, '#unreached')).toContain('✗ 1 claim missed');
    expect(words(page, '#unreached')).toContain('leases: a lease expired (400 runs)');
    expect(words(page, '#unreached')).toContain('takeover: a lease was taken back (12 runs)');
    expect(words(page, '#lost')).toContain('n/17fan-outpglitehungno step in 60 s');
    expect(words(page, '#corpus')).toContain('a lost join✗ broken: live');
    expect(words(page, '.figures')).toContain('Lost runs✗ 1');
  });

  it('says how runs were shared out, and why', () => {
    const row = words(nightPage(nightRecord()), '#runs tbody tr');
    expect(row).toContain('fan-outpglite30 %9,0000390');
    expect(row).toContain('complete-task.ts was changed');
  });

  it('says that the canary was not found', () => {
    const canary = { defect: 'five-retries', law: 'exactly-once', found: false, runs: 500, elapsedMs: 9_000 };
    const page = nightPage(nightRecord({ isGreen: false, canary }));
    expect(words(page, '.figures')).toContain('Canary✗ not found in 500 runs');
    expect(words(page, '#probes')).toContain('five-retriescanaryexactly-once✗ not found5009.0 s');
  });

  it('takes witnesses, seeds and names for data, whatever they look like', () => {
    const evil = `<script>document.title='taken'</script>"><img src=x onerror=alert(1)>`;
    const finding = findingRecord({
      witness: evil,
      law: evil,
      statement: evil,
      seed: evil,
      seeds: [{ seed: evil, steps: 3 }],
      command: `npx skein replay ${evil}`,
      divergences: [evil],
      shrunk: null,
    });
    const page = nightPage(
      redNight({ reasons: [evil], commit: evil, campaign: { findings: [finding], unreached: [evil] } }),
    );
    const { document } = parseHTML(page);
    expect(document.querySelectorAll('script')).toHaveLength(1);
    expect(document.querySelectorAll('img')).toHaveLength(0);
    expect(words(page, '.witness')).toBe(evil);
    expect(document.querySelector('button.copy')?.getAttribute('data-command')).toBe(finding.command);
  });

  it('is the same for the same record', () => {
    expect(nightPage(redNight())).toBe(nightPage(redNight()));
  });
});
