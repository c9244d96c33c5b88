/** HTML, as opposed to text that still has to be made safe for it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What can stand in a template: text and numbers are data and get escaped, nothing at all is left out. */
export type Content = Markup | string | number | undefined | readonly Content[];

/**
 * A template of HTML. Everything that is put into it is data: it can neither end an attribute in double quotes nor begin
 * an element, unless it is {@link Markup} itself. Not for what stands in `<script>` or `<style>`.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(
    strings.map((text, index) => (index === 0 ? text : toHtml(values[index - 1]) + text)).join(''),
  );
}

/** Pieces of HTML or text, with something between them. */
export function joined(pieces: readonly Content[], between: Content): Markup {
  return html`${pieces.map((piece, index) => (index === 0 ? piece : [between, piece]))}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function toHtml(content: Content): string {
  if (content === undefined) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'string') return content.replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
  if (typeof content === 'number') return String(content);
  return content.map(toHtml).join('');
}
