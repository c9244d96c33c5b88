import { plural, replayCommand } from '../../../reports/index.ts';
import type { Terminal } from '../terminal.ts';
import { corpusText } from './corpus-text.ts';
import { missedText } from './coverage-text.ts';
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
    onRun({ violations }) {
      dots += violations.length > 0 ? 'x' : '.';
      if (dots.length >= DOTS_PER_LINE) flush();
    },
    end({ runs, failedRuns, findings, claims, isInterrupted }) {
      flush();
      for (const { count, shrunk, ...found } of findings) {
        const { run, violation, token } = shrunk ?? found;
        print(`${paint.red(violation.law.name)} (${plural(count, 'run')}): ${violation.witness.sentence}`);
        print(`  ${replayCommand(token, run.plan.opinion?.name)}`);
      }
      for (const line of missedText(claims)) print(paint.red(line));
      print(`${isInterrupted ? 'interrupted: ' : ''}${plural(runs, 'run')}, ${failedRuns} broke a law`);
    },
  };
}
