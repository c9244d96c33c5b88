import { type Content, html, type Markup } from './markup.ts';

/** A column: its heading, and whether it holds figures, which are set flush right. */
export type Column = { readonly heading: string; readonly isFigure?: boolean };

/** Rows of cells under headings. The first cell of a row is what the row is about. */
export type TableContent = {
  /** Says what the table shows, to everybody. */
  readonly caption: Content;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Content[])[];
};

/** A table that scrolls by itself where it is wider than the page, with the keyboard, too. */
export function table({ caption, columns, rows }: TableContent): Markup {
  const sideOf = (index: number): string => (columns[index]?.isFigure ? 'figure' : 'text');
  const headings = columns.map(
    ({ heading }, index) => html`<th scope="col" class="${sideOf(index)}">${heading}</th>`,
  );
  const body = rows.map((cells) => {
    const [first, ...others] = cells;
    return html`<tr><th scope="row" class="${sideOf(0)}">${first}</th>${others.map(
      (cell, index) => html`<td class="${sideOf(index + 1)}">${cell}</td>`,
    )}</tr>
`;
  });
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${plainOf(caption)}">
<table><caption>${caption}</caption><thead><tr>${headings}</tr></thead>
<tbody>
${body}</tbody></table></div>`;
}

/** The words of a caption that may hold markup. */
function plainOf(caption: Content): string {
  return typeof caption === 'string' ? caption : 'table';
}
