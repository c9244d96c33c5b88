import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { campaignPage, indexPage, nightPage } from '../../../reports/page/index.ts';
import { launchChromium, openPage, WITHOUT_CHROMIUM } from '../../support/chromium.ts';
import { findingRecord, nightRecord, redNight } from '../../support/nights.ts';

const EVIL = `<script>document.title='taken'</script><img src="https://nowhere.test/x" onerror="document.title='taken'">`;
const WORD = 'workflow'.repeat(40);

const green = nightRecord({ id: '2026-03-04T02-00-00Z' });
const red = redNight({
  reasons: [EVIL, WORD],
  campaign: {
    findings: [
      findingRecord({ witness: `${EVIL} ${WORD}`, seeds: [{ seed: EVIL, steps: 3 }], shrunk: null }),
    ],
  },
});

describe.skipIf(WITHOUT_CHROMIUM)(`pages in chromium ${WITHOUT_CHROMIUM ?? ''}`.trim(), () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    browser = await launchChromium();
    folder = mkdtempSync(join(tmpdir(), 'skein-nights-'));
    writeFileSync(join(folder, 'index.html'), indexPage([green, red]));
    writeFileSync(join(folder, 'campaign.html'), campaignPage(red.campaign));
    for (const night of [green, red]) {
      mkdirSync(join(folder, night.id));
      writeFileSync(join(folder, night.id, 'index.html'), nightPage(night));
    }
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  const addressOf = (path: string): string => pathToFileURL(join(folder, path)).href;
  const pages = [
    ['the index', 'index.html'],
    ['a green night', `${green.id}/index.html`],
    ['a red night', `${red.id}/index.html`],
    ['a red campaign', 'campaign.html'],
  ] as const;
  const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
    [1280, 400].map((width) => ({ colorScheme, width })),
  );

  it.each(pages.flatMap((page) => looks.map((look) => [...page, look] as const)))(
    '%s (%s) opens from a disk with %o: it fits, says no error, asks for nothing, and can be used by all',
    async (_, path, { colorScheme, width }) => {
      const { page, misbehaviour } = await openPage(browser, {
        colorScheme,
        viewport: { width, height: 800 },
      });
      await page.goto(addressOf(path));
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      const paper = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
      expect(paper).toBe(colorScheme === 'dark' ? 'rgb(21, 22, 24)' : 'rgb(253, 252, 250)');
      if ((colorScheme === 'dark') === width < 1000) expect(await graveViolations(page)).toEqual([]);
      expect(await page.title()).not.toBe('taken');
      expect(misbehaviour).toEqual({ errors: [], requests: [] });
      await page.context().close();
    },
  );

  /** What axe-core has to say of a page with all of it unfolded, as far as it is serious or critical. */
  async function graveViolations(page: Page): Promise<readonly unknown[]> {
    await page.evaluate(`for (const each of document.querySelectorAll('details')) each.open = true`);
    const { violations } = await new AxeBuilder({ page }).analyze();
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    return grave.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
  }

  it.each([`${red.id}/index.html`, 'campaign.html'])(
    '%s copies the replay command, with the keyboard, too',
    async (path) => {
      const { page } = await openPage(browser, { permissions: ['clipboard-read', 'clipboard-write'] });
      await page.goto(addressOf(path));
      const button = page.getByRole('button', { name: 'Copy the command: replays exactly-once' }).first();
      await button.focus();
      await page.keyboard.press('Enter');
      await page.getByText('Copied.').waitFor();
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(findingRecord().command);
      await page.context().close();
    },
  );

  it('copies what it selects where pages have no clipboard', async () => {
    const { page } = await openPage(browser);
    await page.addInitScript(`Object.defineProperty(navigator, 'clipboard', { value: undefined })`);
    await page.goto(addressOf(`${red.id}/index.html`));
    await page.getByRole('button', { name: 'Copy the command: replays exactly-once' }).first().click();
    await page.getByText('Copied.').waitFor();
    expect(await page.evaluate('String(getSelection())')).toBe(findingRecord().command);
    await page.context().close();
  });

  it('leads from the index to a night, and back', async () => {
    const { page } = await openPage(browser);
    await page.goto(addressOf('index.html'));
    await page.getByRole('link', { name: '03-05, red' }).click();
    await page.getByRole('heading', { level: 1, name: 'Red' }).waitFor();
    await page.getByRole('link', { name: 'All nights' }).click();
    expect(page.url()).toBe(addressOf('index.html'));
    await page.context().close();
  });

  it('needs no script to be read: without one there is no button, and the command is there', async () => {
    const { page } = await openPage(browser, { javaScriptEnabled: false });
    await page.goto(addressOf(`${red.id}/index.html`));
    expect(await page.getByRole('button').count()).toBe(0);
    expect(await page.getByText(findingRecord().command).first().isVisible()).toBe(true);
    await page.context().close();
  });
});
