import { appendFileSync, writeFileSync } from 'node:fs';
import { paintFor } from '../../../reports/index.ts';
import { writeWhole } from '../out-file.ts';
import type { Terminal } from '../terminal.ts';
import type { Reporter } from './reporter.ts';

const WIDTH = 120;

/**
 * A reporter that writes to a file instead of a terminal.
 *
 * @param isStreamed whether each line is written at once; all of them together in the end, if not
 */
export function reporterToFile(
  make: (terminal: Terminal) => Reporter,
  file: string,
  isStreamed: boolean,
): Reporter {
  const lines: string[] = [];
  if (isStreamed) writeFileSync(file, '');
  const print = (line: string): void => {
    if (isStreamed) appendFileSync(file, `${line}\n`);
    else lines.push(line);
  };
  const silent = (): void => undefined;
  const terminal = {
    paint: paintFor(false),
    width: WIDTH,
    isInteractive: false,
    print,
    note: silent,
    status: silent,
  };
  const reporter = make(terminal);
  return {
    ...reporter,
    end(record) {
      reporter.end(record);
      if (!isStreamed) writeWhole(file, lines.map((line) => `${line}\n`).join(''));
    },
  };
}
