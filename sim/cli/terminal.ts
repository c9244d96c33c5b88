import { type Paint, paintFor } from '../../reports/index.ts';

/** Where a command writes, and what that place understands. */
export type Terminal = {
  readonly paint: Paint;
  /** Columns. */
  readonly width: number;
  /** Whether a line can be written over. */
  readonly isInteractive: boolean;
  /** Writes one line of output. */
  readonly print: (line: string) => void;
  /** Writes one line about the output: progress, errors. */
  readonly note: (line: string) => void;
  /** Shows a line that the next line replaces; nothing where lines cannot be replaced. */
  readonly status: (line: string) => void;
};

const WIDTH_WHEN_PIPED = 120;

/** The process's own terminal. @param isColorWanted false for `--no-color` */
export function processTerminal(isColorWanted: boolean): Terminal {
  const { stdout, stderr } = process;
  const isInteractive = stderr.isTTY;
  // A pipe's isTTY is undefined, whatever its type says, and undefined would leave the decision to picocolors.
  const isColored = isColorWanted && (stdout.isTTY ?? false) && process.env['NO_COLOR'] === undefined;
  let hasStatus = false;
  const clear = (): void => {
    if (hasStatus) stderr.write('\r\u001B[K');
    hasStatus = false;
  };
  return {
    paint: paintFor(isColored),
    width: stdout.columns ?? WIDTH_WHEN_PIPED,
    isInteractive,
    print: (line) => {
      clear();
      stdout.write(`${line}\n`);
    },
    note: (line) => {
      clear();
      stderr.write(`${line}\n`);
    },
    status: (line) => {
      if (!isInteractive) return;
      stderr.write(`\r\u001B[K${line}`);
      hasStatus = true;
    },
  };
}
