import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../../../src/cli/index.ts';
import { loadConfig } from '../../../../sim/cli/setting/config-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'skein-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe('a configuration', () => {
  it('is TypeScript, may import TypeScript, and has defineConfig wherever it lies', async () => {
    written('size.ts', 'export enum Size { small = 2 }\nexport const tasks: number = Size.small;\n');
    const file = written(
      'whole.config.ts',
      `import { defineConfig, defineScenario } from 'skein/config';
       import { tasks } from './size.ts';
       const transfers = defineScenario({ name: 'transfers', schema: 'create table a (b int)', body: () => undefined });
       export default defineConfig({
         tasks, scenarios: [transfers], for: '30s', shrink: false, faults: ['lost-commit', 'deadlock'],
         strategy: 'pct:5', corpus: false, runs: undefined,
       });`,
    );
    const config = await loadConfig(file);
    expect(Object.fromEntries(config?.values ?? [])).toEqual({
      tasks: '2',
      scenarios: ['transfers'],
      for: '30s',
      shrink: false,
      faults: 'lost-commit,deadlock',
      strategy: 'pct:5',
      corpus: false,
    });
    expect(config?.own.map(({ name }) => name)).toEqual(['transfers']);
  });

  it('may be JavaScript, and says paths from its own folder', async () => {
    mkdirSync(join(folder, 'deep'));
    const file = written(
      'deep/skein.config.mjs',
      `export default { corpus: 'kept', out: '/tmp/report.json', outputFile: { junit: 'skein.xml' } };`,
    );
    const { values } = (await loadConfig(file)) ?? {};
    expect(join(process.cwd(), String(values?.get('corpus')))).toBe(join(folder, 'deep/kept'));
    expect(join(process.cwd(), String(values?.get('outputFile.junit')))).toBe(join(folder, 'deep/skein.xml'));
    expect(join(process.cwd(), String(values?.get('out')))).toBe('/tmp/report.json');
  });

  const scenario = `name: 'a', schema: 'create table a (b int)', body() {}`;
  it.each([
    [
      'a reporter that nobody knows',
      `{ outputFile: { junt: 'a' } }`,
      'outputFile names "junt": did you mean junit?',
    ],
    [
      'a file that is none',
      '{ outputFile: { junit: 1 } }',
      'outputFile takes a path, or paths by names, not {"junit":1}',
    ],
    ['an unknown key', '{ stratgy: 1 }', 'unknown key "stratgy": did you mean strategy?'],
    ['a number as a text', `{ runs: '5' }`, 'runs takes a whole number from 1 on, not "5"'],
    ['no time', `{ for: '5 minutes' }`, 'for takes a duration like 30s, 5m or 2h, not "5 minutes"'],
    ['a strategy that nobody knows', `{ strategy: 'pc' }`, 'strategy names "pc": did you mean pct?'],
    ['a target that nobody knows', `{ target: 'oracle' }`, 'target names "oracle": known: pglite, postgres'],
    [
      'a fault that nobody knows',
      `{ faults: ['crash-work'] }`,
      'faults names "crash-work": did you mean crash-w',
    ],
    ['neither yes nor no', `{ shrink: 'no' }`, 'shrink takes true or false, not "no"'],
    [
      'no URL',
      `{ databaseUrl: 'mysql://a:secret@b/c' }`,
      'databaseUrl takes a URL like postgres://user@host/d',
    ],
    ['no list', '{ scenarios: 7 }', 'scenarios takes a list of scenarios of your own, or of names'],
    ['names and scenarios', `{ scenarios: ['fan-out', {}] }`, 'scenarios.0 takes an object: defineScenario('],
    [
      'a scenario without a body',
      `{ scenarios: [{ name: 'a', schema: 'b' }] }`,
      'scenarios.0.body takes a function',
    ],
    [
      'a scenario with more',
      `{ scenarios: [{ ${scenario}, shema: 1 }] }`,
      'scenarios.0 has an unknown key "shema": did',
    ],
    [
      'one name twice',
      `{ scenarios: [{ ${scenario} }, { ${scenario} }] }`,
      'scenarios has two scenarios named "a"',
    ],
  ])('with %s is refused in one line that names the file', async (what, text, reason) => {
    const file = written(`${what.replaceAll(' ', '-')}.mjs`, `export default ${text};`);
    const refusal: unknown = await loadConfig(file).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(UsageError);
    expect(String(refusal)).toContain(`${file}: ${reason}`);
    expect(String(refusal)).not.toMatch(/\n|secret/);
  });

  it.each([
    ['is no program', 'export default {;', /cannot be loaded: .*ParseError.* at \S+:1:16/],
    ['throws', `throw new TypeError('no luck')`, /cannot be loaded: TypeError: no luck/],
    ['exports nothing', 'export const a = 1;', /has no configuration: export default defineConfig/],
    ['exports a list', 'export default [];', /has no configuration/],
  ])('that %s is refused', async (what, text, reason) => {
    const file = written(`${what.replaceAll(' ', '-')}.mjs`, text);
    const refusal: unknown = await loadConfig(file).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(UsageError);
    expect(String(refusal)).toMatch(reason);
  });

  it('that is not there is refused, unless nobody asked for it', async () => {
    await expect(loadConfig(join(folder, 'none.ts'))).rejects.toThrow('there is no such file');
    expect(await loadConfig(undefined)).toBeUndefined();
  });
});
