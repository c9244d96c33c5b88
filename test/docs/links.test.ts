import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const PAGES = ['README.md', 'CONTRIBUTING.md', ...pagesIn('docs'), ...pagesIn('docs/adr')];

function pagesIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder)).flatMap((file) =>
    file.endsWith('.md') ? [`${folder}/${file}`] : [],
  );
}

/** Where a heading can be linked to, as GitHub has it. */
function anchorsOf(text: string): readonly string[] {
  return [...text.replaceAll(/^```[^]*?^```/gm, '').matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{Letter}\p{Number} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function linksOf(page: string): readonly string[] {
  const prose = readFileSync(join(ROOT, page), 'utf8').replaceAll(/^```[^]*?^```/gm, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) =>
    /^\w+:/.test(link) ? [] : [link],
  );
}

describe('links in pages', () => {
  it.each(PAGES)('of %s lead to files and headings that are there', (page) => {
    const broken = linksOf(page).filter((link) => {
      const [path = '', anchor] = link.split('#');
      const file = path === '' ? join(ROOT, page) : join(ROOT, dirname(page), path);
      if (!existsSync(file)) return true;
      return anchor !== undefined && !anchorsOf(readFileSync(file, 'utf8')).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('lead to every page of docs from README', () => {
    const linked = linksOf('README.md').map((link) => link.split('#')[0]);
    const pages = pagesIn('docs').filter((page) => !linked.includes(page));
    const further = ['docs/conformance.md', 'docs/pglite-sessions.md']; // of architecture, which links to them
    expect(pages.filter((page) => !further.includes(page))).toEqual([]);
  });
});
