import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { STATEMENTS } from '../../../models/mutant/index.ts';
import { statementOf } from '../../../models/mutant/statement.ts';

const SOURCE = fileURLToPath(new URL('../../../src', import.meta.url));

/** Migrations are written down as such: they run before there is an engine. */
const NO_STATEMENTS = ['index.ts', 'migrate.ts'];

function codeIn(folder: string): readonly (readonly [file: string, code: string])[] {
  return readdirSync(join(SOURCE, folder))
    .filter((file) => file.endsWith('.ts') && !NO_STATEMENTS.includes(file))
    .map((file) => [file, readFileSync(join(SOURCE, folder, file), 'utf8')]);
}

/** The statements that stand in a file, as patterns: what a constant is put in for is left open. */
function patternsIn(code: string): readonly RegExp[] {
  return [...code.matchAll(/\.query(?:<[^(]*>)?\(\s*(?:`([^`]*)`|'([^']*)')/g)].map(([, template, plain]) => {
    const escaped = (template ?? plain ?? '').replaceAll(/[.*+?^()|[\]\\]|\$(?!\{)/g, String.raw`\$&`);
    return new RegExp(`^${escaped.replaceAll(/\$\{[^}]*\}/g, '[^]*')}$`);
  });
}

describe('every statement of the engine', () => {
  it.each(codeIn('store'))('of %s is known', (_, code) => {
    const patterns = patternsIn(code);
    expect(patterns.length).toBe([...code.matchAll(/\.query\b/g)].length);
    for (const pattern of patterns) {
      expect(STATEMENTS.filter(({ text }) => pattern.test(text)).length, String(pattern)).toBeGreaterThan(0);
    }
  });

  it('stands in the store: the engine sends none by itself', () => {
    const senders = codeIn('engine').filter(([, code]) => /\.query\b/.test(code));
    expect(senders).toEqual([]);
  });

  it('has a name of its own, and is found by its text', () => {
    const names = STATEMENTS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const statement of STATEMENTS) expect(statementOf(statement.text)).toBe(statement);
  });

  it('is altered, unless it only reads and says for whom', () => {
    const outside = STATEMENTS.filter((statement) => statement.outside !== undefined);
    expect(outside.length).toBeGreaterThan(0);
    for (const { name, text } of outside)
      expect(text, name).toMatch(/^(?:select|with)\b(?![^]*\bfor update\b)/);
  });
});
