import { html, type Markup } from './markup.ts';

/** A command to be pasted into a shell, with a button that copies it. @param what it does, for those who hear the button's name */
export function commandBox(command: string, what: string): Markup {
  return html`<div class="command"><code tabindex="0">${command}</code><button type="button" class="copy" data-command="${command}" hidden>Copy<span class="unseen"> the command: ${what}</span></button></div>`;
}

/**
 * What the buttons do. Without scripts they are not there, and the command can be selected with one click. Browsers that
 * give pages from a disk no clipboard copy what is selected.
 */
export const COPY_SCRIPT = `
for (const button of document.querySelectorAll('button.copy')) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    const { command } = button.dataset;
    try {
      await navigator.clipboard.writeText(command);
    } catch {
      const range = document.createRange();
      range.selectNodeContents(button.previousElementSibling);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      document.execCommand('copy');
    }
    button.classList.add('copied');
    document.getElementById('told').textContent = 'Copied.';
  });
  button.addEventListener('blur', () => {
    button.classList.remove('copied');
    document.getElementById('told').textContent = '';
  });
}
`;
