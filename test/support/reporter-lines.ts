import { paintFor } from '../../reports/index.ts';
import type { Terminal } from '../../sim/cli/terminal.ts';

/** A terminal that keeps the lines it is given. */
export function keepingTerminal(): { readonly terminal: Terminal; readonly lines: readonly string[] } {
  const lines: string[] = [];
  const terminal: Terminal = {
    paint: paintFor(false),
    width: 100,
    isInteractive: false,
    print: (line) => lines.push(line),
    note: () => undefined,
    status: () => undefined,
  };
  return { terminal, lines };
}
