import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reference } from '../../docs/reference.ts';

const ROOT = join(import.meta.dirname, '..', '..');

describe('the API reference', () => {
  const written = reference();

  it('is what the docstrings say: if not, `npm run docs` writes it anew', () => {
    expect(readFileSync(join(ROOT, 'docs', 'reference.md'), 'utf8')).toBe(written);
  });

  it('has what users write with', () => {
    for (const name of [
      'workflow',
      'WorkflowContext',
      'connectClient',
      'connectWorker',
      'testEngine',
      'simTest',
    ]) {
      expect(written).toMatch(new RegExp(`^### ${name}$`, 'm'));
    }
    expect(written).not.toContain('#private');
    expect(written).not.toMatch(/^@|^[^ /].* @(?:param|returns|throws)/m);
  });
});
