import { plural } from '../../../reports/index.ts';
import type { Terminal } from '../terminal.ts';
import { corpusText } from './corpus-text.ts';
import { missedText } from './coverage-text.ts';
import { lostText } from './lost-text.ts';
import type { Reporter } from './reporter.ts';

const DOTS_PER_LINE = 80;

/** For logs: a dot for each run that held, an x for each that broke a law, then a line per finding. */
export function dotReporter(terminal: Terminal): Reporter {
  const { print, paint } = terminal;
  let dots = '';
  const flush = (): void => {
    if (dots !== '') print(dots);
    dots = '';
  };
  return {
    begin: ({ seeds }) => print(seeds),
    onCorpus(runs) {
      for (const line of corpusText(runs, terminal)) print(line);
    },
    onRun({ signature }) {
      dots += signature === undefined ? '.' : 'x';
      if (dots.length >= DOTS_PER_LINE) flush();
    },
    end({ runs, failedRuns, findings, lost, claims, interrupted }) {
      flush();
      for (const { law, count, shrunk, ...found } of findings) {
        const { witness, command } = shrunk ?? found;
        print(`${paint.red(law)} (${plural(count, 'run')}): ${witness}`);
        print(`  ${command}`);
      }
      for (const line of missedText(claims)) print(paint.red(line));
      for (const line of lostText(lost)) print(paint.red(line));
      print(`${interrupted ? 'interrupted: ' : ''}${plural(runs, 'run')}, ${failedRuns} broke a law`);
    },
  };
}
