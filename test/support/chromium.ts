import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const EXECUTABLE = process.env['SKEIN_CHROMIUM'] ?? '/usr/bin/chromium';

/** Why pages cannot be looked at here; undefined if they can. */
export const WITHOUT_CHROMIUM: string | undefined = existsSync(EXECUTABLE)
  ? undefined
  : `there is no chromium at ${EXECUTABLE}: set SKEIN_CHROMIUM`;

/** What a page must not do. */
export type Misbehaviour = {
  /** What it wrote to its console as an error or a warning, and errors that nobody caught. */
  readonly errors: readonly string[];
  /** Addresses it asked for, other than files. */
  readonly requests: readonly string[];
};

/** A real browser. It looks at files, and at nothing else: there is no network for it. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Opens an empty page, and keeps what it does that it must not. The page closes with its context. */
export async function openPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<{ readonly page: Page; readonly misbehaviour: Misbehaviour }> {
  const context = await browser.newContext({ offline: true, ...options });
  const page = await context.newPage();
  const errors: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('request', (request) => {
    if (!/^(?:file|data|blob|about):/.test(request.url())) requests.push(request.url());
  });
  return { page, misbehaviour: { errors, requests } };
}

/** How soon a page showed something, in milliseconds since it was asked for; waits until it has. */
export function firstContentfulPaint(page: Page): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve) => {
    new PerformanceObserver((list) => {
      for (const entry of list.getEntriesByName('first-contentful-paint')) resolve(entry.startTime);
    }).observe({ type: 'paint', buffered: true });
  })`);
}
