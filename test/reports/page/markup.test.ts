import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { html, joined, Markup } from '../../../reports/page/markup.ts';

const HOSTILE = `</p><script>alert("1")</script><b title='x'>&amp;`;

describe('html', () => {
  it('leaves data as it is, whatever it looks like, in text and in attributes', () => {
    const { text } = html`<p title="${HOSTILE}">${HOSTILE}</p>`;
    const { document } = parseHTML(`<body>${text}</body>`);
    const paragraph = document.querySelector('p');
    expect(paragraph?.textContent).toBe(HOSTILE);
    expect(paragraph?.getAttribute('title')).toBe(HOSTILE);
    expect(document.querySelector('script')).toBeNull();
  });

  it('takes markup for markup, lists one after the other, and nothing for nothing', () => {
    expect(html`<i>${html`<b>${1}</b>`}${['<', new Markup('<br>')]}${undefined}</i>`.text).toBe(
      '<i><b>1</b>&lt;<br></i>',
    );
  });

  it('joins pieces', () => {
    expect(joined(['a', html`<b>b</b>`, '<'], ', ').text).toBe('a, <b>b</b>, &lt;');
    expect(joined([], ', ').text).toBe('');
  });
});
