import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareRuns } from '../../../reports/trace/compare-runs.ts';
import type { TracePage } from '../../../reports/trace/page-data.ts';
import { tracePage } from '../../../reports/trace/trace-page.ts';
import {
  firstContentfulPaint,
  launchChromium,
  type Misbehaviour,
  openPage,
  WITHOUT_CHROMIUM,
} from '../../support/chromium.ts';
import { racePage } from '../../support/race-page.ts';
import { largeRun, pageActor, pageOf, pageRun, pageStep } from '../../support/trace-pages.ts';

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 400, height: 860 };
type Opening = {
  readonly hash?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
};
const SILENT: Misbehaviour = { errors: [], requests: [] };

describe.skipIf(WITHOUT_CHROMIUM)(`a trace page in chromium ${WITHOUT_CHROMIUM ?? ''}`.trim(), () => {
  const folder = mkdtempSync(join(tmpdir(), 'skein-trace-'));
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a page from a file, as somebody does who was sent it. */
  async function open(
    data: TracePage,
    { hash = '', viewport = WIDE, colorScheme }: Opening = {},
  ): Promise<{ readonly page: Page; readonly misbehaviour: Misbehaviour }> {
    const file = join(folder, 'trace.html');
    writeFileSync(file, tracePage(data));
    const opened = await openPage(browser, { viewport, ...(colorScheme ? { colorScheme } : {}) });
    await opened.page.goto(pathToFileURL(file).href + hash);
    return opened;
  }

  const heading = (page: Page): Promise<string | null> => page.locator('#detail h2').first().textContent();
  const rows = (page: Page): Promise<readonly string[]> =>
    page
      .locator('[role=option]')
      .evaluateAll((all) =>
        all
          .sort((one, other) => Number(one.id.slice(4)) - Number(other.id.slice(4)))
          .map((row) => row.querySelector('.number')?.textContent ?? ''),
      );

  it('opens at the point of no return, and tells the race in the columns of those who took part', async () => {
    const { page, misbehaviour } = await open(racePage());
    expect(await page.locator('h1').textContent()).toBe('Task sum/task/1 has ended twice.');
    expect(await heading(page)).toBe('Step 5 of 8');
    expect(await page.locator('#detail .moment-note').textContent()).toContain('Point of no return');
    expect(await page.locator('#lane-head .title b').allTextContents()).toEqual(['complete 1', 'complete 2']);
    expect(await rows(page)).toEqual(['1', '2', '3', '4', '5', '6', '7', '⋮']);
    expect(misbehaviour).toEqual(SILENT);
    await page.context().close();
  });

  it('is stepped through by keys, and says each step to whoever hears it', async () => {
    const { page, misbehaviour } = await open(racePage());
    const press = async (...keys: readonly string[]): Promise<string | null> => {
      for (const key of keys) await page.keyboard.press(key);
      return heading(page);
    };
    expect(await press('j')).toBe('Step 6 of 8');
    expect(await press('k', 'ArrowUp')).toBe('Step 4 of 8');
    expect(await press('ArrowDown')).toBe('Step 5 of 8');
    expect(await press('Home')).toBe('Step 1 of 8');
    expect(await press('End')).toBe('Step 7 of 8'); // the last one is left out of the story
    expect(await press('M')).toBe('Step 6 of 8');
    expect(await page.locator('#live').textContent()).toContain(
      'Step 6. Refused. complete 1: INSERT event 5',
    );
    expect(await press('s', 'End')).toBe('Step 8 of 8');
    expect(new URL(page.url()).hash).toBe('#step=8&all');
    expect(misbehaviour).toEqual(SILENT);
    await page.context().close();
  });

  it('shows help and closes it, and has the list named and its active step told', async () => {
    const { page } = await open(racePage());
    await page.keyboard.press('?');
    expect(await page.locator('#help').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.locator('#help').isVisible()).toBe(false);
    const list = page.getByRole('listbox', { name: 'Steps of the run' });
    const active = await list.getAttribute('aria-activedescendant');
    expect(await page.locator(`#${active}`).textContent()).toMatch(
      /^Step 5◆ Point of no return\. complete 2 SELECT/,
    );
    await page.context().close();
  });

  it('shows what a step says, what it changed, and what is not committed', async () => {
    const { page } = await open(racePage(), { hash: '#step=3' });
    const detail = page.locator('#detail');
    expect(await detail.locator('pre.sql').textContent()).toBe('update task set status = $1\nwhere id = $2');
    expect(await detail.locator('.values').first().textContent()).toBe('$1COMPLETED$2sum/task/1');
    expect(await detail.textContent()).toContain('What it has written so far nobody else can see.');
    expect(await detail.textContent()).toContain('complete 1, since step 3, has written in 3');
    expect(await detail.locator('.change').count()).toBe(0);
    await page.goto(`${page.url().split('#')[0]}#step=7`);
    expect(await heading(page)).toBe('Step 7 of 8');
    expect(await detail.locator('.change').textContent()).toContain('RUNNING → COMPLETED');
    await detail.locator('details.table summary').click();
    expect(await detail.locator('details.table tr.fresh').textContent()).toBe('sum/task/1COMPLETED');
    expect(await detail.textContent()).toContain('It has waited since step 4.');
    await page.context().close();
  });

  it('leaves out what a filter leaves out, and shows it again', async () => {
    const { page } = await open(racePage(), { hash: '#step=5&all' });
    expect(await rows(page)).toHaveLength(8);
    await page.getByLabel('Only steps of a kind').selectOption('bad');
    expect(await rows(page)).toEqual(['⋮', '6', '⋮']);
    await page.getByLabel('Only steps of a kind').selectOption('');
    await page.getByLabel('Only steps of', { exact: true }).selectOption('complete 2');
    expect(await rows(page)).toEqual(['⋮', '2', '⋮', '4', '5', '⋮', '7', '⋮']);
    await page.getByLabel('Only steps with this text').fill('select');
    expect(await rows(page)).toEqual(['⋮', '5', '⋮']);
    await page.locator('.row.gap').first().click();
    expect(await rows(page)).toEqual(['1', '2', '3', '4', '5', '⋮']);
    await page.context().close();
  });

  it('finds a text, says how often it is there, and goes from one to the next', async () => {
    const { page } = await open(racePage(), { hash: '#step=1&all' });
    await page.keyboard.press('/');
    await page.keyboard.type('insert');
    expect(await page.locator('.count').textContent()).toBe('1 of 1');
    expect(await heading(page)).toBe('Step 6 of 8');
    await page.locator('#search').fill('complete');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    expect(await heading(page)).toBe('Step 7 of 8');
    await page.keyboard.press('N');
    expect(await heading(page)).toBe('Step 6 of 8');
    await page.context().close();
  });

  it('changes to the other run, and is opened there by its address', async () => {
    const found = { ...racePage().runs[0], id: 'found', label: 'As found', story: null, moments: [] };
    const both = { ...racePage(), runs: [...racePage().runs, found] } as TracePage; // a copy of the first
    const { page } = await open(both);
    await page.getByRole('button', { name: 'As found' }).click();
    expect(new URL(page.url()).hash).toContain('run=found');
    expect(await page.getByRole('button', { name: 'Story' }).isDisabled()).toBe(true);
    await page.goto(page.url());
    await page.reload();
    expect(await page.getByRole('button', { name: 'As found' }).getAttribute('aria-pressed')).toBe('true');
    await page.context().close();
  });

  it('lays two runs side by side, at their first difference', async () => {
    const [left] = racePage().runs;
    if (!left) throw new Error('the page has no run');
    const right = { ...left, id: 'right', label: 'Saved', verdict: null, steps: left.steps.toSpliced(5, 1) };
    const comparison = compareRuns(left, right);
    for (const viewport of [WIDE, NARROW]) {
      const { page, misbehaviour } = await open(
        { title: 't', runs: [left, right], comparison },
        { viewport },
      );
      expect(await page.locator('h1').textContent()).toBe('The runs go apart at step 6.');
      expect(await page.locator('#lane-head').textContent()).toBe(
        'Shrunk✗ exactly-onceSaved✓ every law holds',
      );
      expect(await page.locator('[aria-selected=true] .half').allTextContents()).toEqual([
        '6complete 1INSERT event 5→ ✗ 23505 duplicate key',
        '',
      ]);
      expect(await page.locator('.sides section').last().textContent()).toContain(
        'no such step here. It goes on with step 6.',
      );
      await page.keyboard.press('j');
      expect(await page.locator('.sides h2').allTextContents()).toEqual(['Step 7 of 8', 'Step 6 of 7']);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
      expect(misbehaviour).toEqual(SILENT);
      await page.context().close();
    }
  });

  it.each([
    ['light', WIDE],
    ['dark', WIDE],
    ['light', NARROW],
    ['dark', NARROW],
  ] as const)('is accessible and fits, %s at %o', async (colorScheme, viewport) => {
    for (const hash of ['', '#step=7&all']) {
      const { page, misbehaviour } = await open(racePage(), { hash, viewport, colorScheme });
      const { violations } = await new AxeBuilder({ page }).analyze();
      const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(grave.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
      expect(misbehaviour).toEqual(SILENT);
      await page.context().close();
    }
  });

  it('takes the other theme when told to', async () => {
    const { page } = await open(racePage(), { colorScheme: 'dark' });
    const paper = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const dark = await paper();
    await page.getByRole('button', { name: 'Light / dark' }).click();
    expect(await paper()).not.toBe(dark);
    await page.context().close();
  });

  it('has elements for a bounded number of 10,000 steps, and still gets to the last', async () => {
    const { page, misbehaviour } = await open(pageOf(largeRun(10_000)));
    expect(await firstContentfulPaint(page)).toBeGreaterThan(0); // how long it takes is told by the bench
    expect(await page.locator('[role=option]').count()).toBeLessThan(100);
    await page.keyboard.press('End');
    expect(await heading(page)).toBe('Step 10000 of 10,000');
    await page.locator('#steps').evaluate((box) => box.scrollTo(0, box.scrollHeight / 2));
    await expect.poll(() => rows(page)).toContain('5000');
    expect(await page.locator('[role=option]').count()).toBeLessThan(100);
    expect(await page.locator('*').count()).toBeLessThan(3_000);
    expect(misbehaviour).toEqual(SILENT);
    await page.context().close();
  });

  it('shows hostile text as text', async () => {
    const hostile = `</script><script>document.title = 'taken'</script><img src=x onerror="document.title='taken'">`;
    const long = `select '${'x'.repeat(50_000)}🧶'`;
    const run = pageRun({
      label: hostile,
      verdict: { law: hostile, statement: hostile, sentence: `${hostile} 🧶`, subjects: [], also: [hostile] },
      facts: [[hostile, hostile]],
      notes: [hostile],
      actors: [pageActor(hostile)],
      groups: [{ name: hostile, tracks: 1 }],
      statements: [long],
      steps: [
        pageStep(hostile, {
          result: hostile,
          statement: 0,
          values: [hostile, '\u2028', null],
          answer: { columns: [hostile], rows: [[hostile]], more: 0, count: 1 },
          instead: [hostile],
        }),
      ],
      tables: [{ name: hostile, columns: [hostile], key: [0] }],
      frames: [[1, [[0, null, [hostile]]]]],
      moments: [{ step: 1, kind: 'turn', label: hostile, text: hostile, meaning: hostile }],
    });
    const { page, misbehaviour } = await open(
      { title: hostile, runs: [run], comparison: null },
      { viewport: NARROW },
    );
    expect(await page.title()).toBe(hostile);
    expect(await page.locator('h1').textContent()).toBe(`${hostile} 🧶`);
    expect(await page.locator('pre.sql').textContent()).toBe(long);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(NARROW.width);
    expect(misbehaviour).toEqual(SILENT);
    await page.context().close();
  });

  it('prints every step, and takes them away again', async () => {
    const { page } = await open(pageOf(largeRun(300)));
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('#paper tbody tr').count()).toBe(300);
    expect(await page.locator('#paper').isVisible()).toBe(true);
    expect(await page.locator('main').isVisible()).toBe(false);
    await page.evaluate(`dispatchEvent(new Event('afterprint'))`);
    expect(await page.locator('#paper tr').count()).toBe(0);
    await page.context().close();
  });

  it('needs its script for the steps alone: what broke is there without', async () => {
    const file = join(folder, 'still.html');
    writeFileSync(file, tracePage(racePage()));
    const { page } = await openPage(browser, { javaScriptEnabled: false });
    await page.goto(pathToFileURL(file).href);
    expect(await page.locator('h1').textContent()).toBe('Task sum/task/1 has ended twice.');
    await page.context().close();
  });
});
