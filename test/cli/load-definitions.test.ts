import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { loadDefinitions, UsageError } from '../../src/cli/index.ts';

const folder = mkdtempSync(join(inject('runFolder'), 'definitions-'));

function module(name: string, text: string): string {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(path, text);
  return path;
}

const ONE = `{ name: 'one', run: async () => 1 }`;

describe('definitions', () => {
  it('are the lists that a module exports', async () => {
    const both = module('both', `export const workflows = [${ONE}]; export const tasks = [${ONE}];`);
    const { workflows, tasks } = await loadDefinitions(both);
    expect([workflows, tasks].map((list) => list.map(({ name }) => name))).toEqual([['one'], ['one']]);
    const alone = await loadDefinitions(module('alone', `export const tasks = [${ONE}];`));
    expect(alone.workflows).toEqual([]);
  });

  it.each([
    ['nothing', '', /exports neither workflows nor tasks: export lists of definitions$/],
    ['no list', 'export const tasks = 1;', /exports tasks, which is no list of definitions$/],
    ['other things', 'export const workflows = [{}];', /exports workflows, which is no list of definitions$/],
    ['one twice', `export const tasks = [${ONE}, ${ONE}];`, /exports tasks with "one" in it twice$/],
    ['an error', `throw new Error('not today');`, /cannot be imported: not today$/],
  ])('are refused where a module has %s', async (name, text, message) => {
    const loading = loadDefinitions(module(name.replaceAll(' ', '-'), text));
    await expect(loading).rejects.toThrow(UsageError);
    await expect(loading).rejects.toThrow(message);
  });

  it('are refused where there is no module', async () => {
    await expect(loadDefinitions('/nowhere/definitions.js')).rejects.toThrow(
      /^\/nowhere\/definitions\.js cannot be imported: /,
    );
  });
});
