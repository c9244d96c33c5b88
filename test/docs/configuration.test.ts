import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { SkeinConfig } from '../../sim/config/index.ts';
import { SETTINGS, settingOption } from '../../sim/cli/setting/settings.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/configuration.md'), 'utf8');
const rows = [...page.matchAll(/^\| `(\w+)` +\| `(\S+)` +\| `(\w+)` +\| .*? \| (.*?) +\|$/gm)];

it('the page about the configuration has every setting, its flag, its variable and its default', () => {
  const written = rows.map(([, key, flag, variable, usual]) => ({ key, flag, variable, usual }));
  const keys = Object.keys(SETTINGS) as (keyof SkeinConfig)[]; // its keys are those of the configuration
  expect(written).toEqual(
    keys.map((key) => {
      const { long, variable, setting } = settingOption(key);
      const usual = key === 'shrink' ? 'true' : (setting.default ?? setting.usually ?? 'none');
      return { key, flag: long, variable, usual };
    }),
  );
});
