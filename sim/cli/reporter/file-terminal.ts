import { appendFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { paintFor } from '../../../reports/index.ts';
import { writeWhole } from '../out-file.ts';
import type { Terminal } from '../terminal.ts';
import type { Reporter } from './reporter.ts';

const WIDTH = 120;
/** Text that is longer, and may be compressed, is. */
const LARGE = 64 * 1_024;

/** How a file is written. */
export type FileForm = {
  /** Whether each line is written at once; all of them together in the end, if not. */
  readonly isStreamed?: boolean;
  /** Whether much of it may be compressed, by gzip. */
  readonly isCompressed?: boolean;
};

/**
 * A reporter that writes to a file instead of a terminal.
 *
 */
export function reporterToFile(
  make: (terminal: Terminal) => Reporter,
  file: string,
  { isStreamed = false, isCompressed = false }: FileForm,
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
    end(record, blob) {
      reporter.end(record, blob);
      if (isStreamed) return;
      const text = lines.map((line) => `${line}\n`).join('');
      writeWhole(file, isCompressed && text.length > LARGE ? gzipSync(text) : text);
    },
  };
}
