import { expect, it } from 'vitest';
import { parseExports } from '../../../sim/cli/run-exports.ts';

it.each([
  [['chrme=run.json'], 'unknown export format "chrme": did you mean chrome?'],
  [['run.json'], '--export takes a format and a file, like chrome=run.json, not "run.json"'],
  [['chrome='], '--export takes a format and a file, like chrome=run.json, not "chrome="'],
  [['chrome=/there/is/none'], 'cannot write /there/is/none (ENOENT): choose another place for --export'],
  [
    ['chrome=/dev/null', 'shiviz=/dev/null'],
    '--export names /dev/null twice: give each format a file of its own',
  ],
])('refuses --export %j', (given, reason) => {
  expect(() => parseExports(given)).toThrow(reason);
});

it('takes several formats, and none', () => {
  expect(parseExports(['chrome=/dev/null', 'mermaid=/dev/full']).map(({ file }) => file)).toEqual([
    '/dev/null',
    '/dev/full',
  ]);
  expect(parseExports()).toEqual([]);
});
