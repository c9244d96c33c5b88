import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, openPage, WITHOUT_CHROMIUM } from './chromium.ts';

describe.skipIf(WITHOUT_CHROMIUM)(`a page in chromium ${WITHOUT_CHROMIUM ?? ''}`.trim(), () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  it('is told on when it asks for anything but a file, writes an error, or throws one', async () => {
    const { page, misbehaviour } = await openPage(browser);
    await page.setContent(`<script>
      console.error('wrong'); console.log('right');
      new Image().src = 'https://nowhere.test/a.png';
      throw new Error('thrown');
    </script>`);
    await expect.poll(() => misbehaviour.errors.length).toBe(3); // the request that failed is one
    expect(misbehaviour.errors).toContain('wrong');
    expect(misbehaviour.errors).toContain('Error: thrown');
    expect(misbehaviour.requests).toEqual(['https://nowhere.test/a.png']);
  });

  it('has its theme and width, and is looked at by axe', async () => {
    const { page, misbehaviour } = await openPage(browser, {
      colorScheme: 'dark',
      viewport: { width: 400, height: 800 },
    });
    await page.setContent('<!doctype html><html lang="en"><title>t</title><main><img src="data:,"></main>');
    expect(await page.evaluate(`[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]`)).toEqual([
      400,
      true,
    ]);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toContain('image-alt');
    expect(misbehaviour).toEqual({ errors: [], requests: [] });
  });
});
