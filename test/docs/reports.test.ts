import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { REPORTERS } from '../../sim/cli/reporter/index.ts';

it.each(['README.md', 'docs/reports.md'])('%s has a line for each reporter, in their order', (file) => {
  const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  const [, table = ''] = /^\| reporter +\|.*\n\|[ -|]*\n((?:\|.*\n)*)/m.exec(text) ?? [];
  const names = [...table.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
  expect(names).toEqual(REPORTERS.map(({ name }) => name));
});

it('docs/reports.md says which reporters want the terminal to themselves', () => {
  const text = readFileSync(new URL('../../docs/reports.md', import.meta.url), 'utf8');
  const [, list = ''] = /((?:`\w+`(?:, | and ))*`\w+`) want the terminal to themselves/.exec(text) ?? [];
  const alone = REPORTERS.filter(({ form }) => form !== 'lines').map(({ name }) => name);
  expect([...list.matchAll(/\w+(?=`)/g)].map(([name]) => name)).toEqual(alone);
});
