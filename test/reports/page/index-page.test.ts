import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { indexPage } from '../../../reports/page/index.ts';
import { findingRecord, nightRecord, redNight } from '../../support/nights.ts';

const first = nightRecord({ id: '2026-03-03T02-00-00Z', newSchedules: null });
const second = nightRecord({ id: '2026-03-04T02-00-00Z', campaign: { runs: 70_000 } });
const third = redNight({ id: '2026-03-05T02-00-00Z' });

function rowsOf(page: string, selector: string): readonly string[] {
  const { document } = parseHTML(page);
  return [...document.querySelectorAll(selector)].map((row) =>
    [...row.children].map((cell) => cell.textContent?.replaceAll(/\s+/g, ' ').trim()).join(' | '),
  );
}

describe('the index of nights', () => {
  it('shows every night with its outcome, the oldest first, each leading to its page', () => {
    const { document } = parseHTML(indexPage([third, first, second]));
    const cells = [...document.querySelectorAll('.strip a')];
    expect(cells.map((cell) => cell.textContent)).toEqual(['✓03-03', '✓03-04', '✗03-05']);
    expect(cells.at(-1)?.getAttribute('aria-label')).toBe('03-05, red');
    expect(cells.map((cell) => cell.getAttribute('href'))).toEqual([
      '2026-03-03T02-00-00Z/index.html',
      '2026-03-04T02-00-00Z/index.html',
      '2026-03-05T02-00-00Z/index.html',
    ]);
    expect(document.querySelector('title')?.textContent).toBe('Red: nights · Skein');
  });

  it('has the figures of all nights, the latest first', () => {
    const [latest, ...others] = rowsOf(indexPage([first, second, third]), '#figures tbody tr');
    expect(latest).toBe(
      '5 March 2026, 02:00 UTC | ✗ red | 61,203 | 33.9 | 14,220 | 95 % | 1 | run 7 | 2 of 2 | 0 | f6c8d7d2',
    );
    expect(others).toHaveLength(2);
    expect(others[1]).toContain('3 March 2026, 02:00 UTC | ✓ green | 61,203 | 33.9 | – |');
  });

  it('draws each trend, with a table behind it', () => {
    const page = indexPage([first, second, third]);
    const { document } = parseHTML(page);
    const figures = [...document.querySelectorAll('figure')];
    expect(figures.map((each) => each.querySelector('strong')?.textContent)).toEqual([
      'Runs',
      'Runs a second',
      'New schedules',
      'Coverage',
      'Findings',
      'Canary',
    ]);
    for (const each of figures) {
      expect(each.querySelectorAll('svg[role=img]')).toHaveLength(1);
      expect(each.querySelectorAll('details tbody tr')).toHaveLength(3);
    }
    expect(document.querySelectorAll('#trends figure rect')).toHaveLength(12); // four of bars, three nights each
    expect(rowsOf(page, '#trends figure:first-child tbody tr')).toEqual([
      '5 March 2026, 02:00 UTC | 61,203',
      '4 March 2026, 02:00 UTC | 70,000',
      '3 March 2026, 02:00 UTC | 61,203',
    ]);
  });

  it('tells of each finding when it was first and last seen', () => {
    const gone = findingRecord({
      signature: 'live: workflow',
      law: 'live',
      witness: 'It waits.',
      shrunk: null,
    });
    const red = redNight({ id: first.id, campaign: { findings: [gone] } });
    expect(rowsOf(indexPage([red, second, third]), '#findings tbody tr')).toEqual([
      `exactly-once | ${findingRecord().shrunk?.witness} | 5 March 2026, 02:00 UTC | ✗ in the latest night | 1 | 33`,
      'live | It waits. | 3 March 2026, 02:00 UTC | 3 March 2026, 02:00 UTC | 1 | 33',
    ]);
  });

  it('draws the last nights alone where there are many, and lists them all', () => {
    const nights = Array.from({ length: 100 }, (_, index) =>
      nightRecord({ id: `2026-01-01T00-00-${String(index).padStart(3, '0')}Z` }),
    );
    const page = indexPage(nights);
    expect(parseHTML(page).document.querySelectorAll('#trends figure:first-child rect')).toHaveLength(90);
    expect(page).toContain('the last 90 are drawn');
    expect(rowsOf(page, '#figures tbody tr')).toHaveLength(100);
  });

  it('says so where there is no night', () => {
    expect(indexPage([])).toContain('No night yet');
  });
});
