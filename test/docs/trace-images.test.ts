import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { comparisonPage, findingPage, type ShownRun } from '../../reports/index.ts';
import { examine, run, type RunResult, shrinkRun } from '../../sim/campaign/index.ts';
import { SCENARIOS } from '../../sim/scenario/index.ts';
import { portfolio, runPlan, sequenceFromRow, sharedTarget } from '../support/campaigns.ts';
import { launchChromium, openPage, WITHOUT_CHROMIUM } from '../support/chromium.ts';

const FOLDER = fileURLToPath(new URL('../../docs/images', import.meta.url));
/** They are in the repository, and in the package. */
const MOST_BYTES = 200_000;

const IMAGES = [
  { name: 'trace-story', page: 'finding', hash: '', width: 1200, height: 800, colorScheme: 'light' },
  {
    name: 'trace-all-steps',
    page: 'finding',
    hash: '#step=33&run=found&all',
    width: 1200,
    height: 680,
    colorScheme: 'dark',
  },
  {
    name: 'trace-against-saved',
    page: 'comparison',
    hash: '',
    width: 1200,
    height: 760,
    colorScheme: 'light',
  },
] as const;

const target = sharedTarget();

/** The bug that the simulator was built against: the first run of the first seeds that shows it. */
async function finding(): Promise<RunResult> {
  const scenario = SCENARIOS.find(({ name }) => name === 'completions');
  if (!scenario) throw new Error('there is no scenario completions');
  for (let seed = 0; seed < 100; seed += 1) {
    const plan = runPlan({ scenario, size: scenario.size, seed: String(seed), defect: sequenceFromRow });
    const result = await run(target, plan, (root) => portfolio.chooser(root.stream('schedule')));
    if (result.violations[0]?.law.name === 'exactly-once') return result;
  }
  throw new Error('a hundred seeds did not show it');
}

async function shown(result: RunResult, id: string, label: string): Promise<ShownRun> {
  const command = 'npx skein replay sk1_…';
  return { ...(await examine(target, result)), id, label, command, target: target.name };
}

describe('the images of trace pages', () => {
  it.skipIf(process.env['SKEIN_IMAGES'] === undefined || WITHOUT_CHROMIUM)(
    'are made when they are asked for',
    async () => {
      const found = await finding();
      const shrunk = await shrinkRun(target, found, { ms: 20_000, runs: 200 });
      if (!shrunk) throw new Error('the finding cannot be shrunk');
      const first = await shown(shrunk.run, 'shrunk', 'Shrunk');
      const saved = first.turn?.saved;
      if (!saved) throw new Error('the finding cannot be saved');
      const pages = {
        finding: findingPage('exactly-once', [first, await shown(found, 'found', 'As found')]),
        comparison: comparisonPage(
          'exactly-once',
          { ...first, label: 'This run' },
          await shown(saved, 'right', 'The run that was saved'),
        ).html,
      };
      const folder = mkdtempSync(join(tmpdir(), 'skein-images-'));
      const browser = await launchChromium();
      mkdirSync(FOLDER, { recursive: true });
      for (const { name, page: which, hash, width, height, colorScheme } of IMAGES) {
        const file = join(folder, `${name}.html`);
        writeFileSync(file, pages[which]);
        const { page, misbehaviour } = await openPage(browser, { viewport: { width, height }, colorScheme });
        await page.goto(pathToFileURL(file).href + hash);
        await page.screenshot({ path: join(FOLDER, `${name}.png`) });
        expect(misbehaviour).toEqual({ errors: [], requests: [] });
      }
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
    120_000,
  );

  it.each(IMAGES)('$name is there, and small', ({ name }) => {
    const file = join(FOLDER, `${name}.png`);
    expect(existsSync(file), `${file}: SKEIN_IMAGES=1 npx vitest run test/docs/trace-images.test.ts`).toBe(
      true,
    );
    expect(statSync(file).size).toBeLessThan(MOST_BYTES);
  });
});
