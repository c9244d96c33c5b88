import type { Reporter } from './reporter.ts';

/** Several reporters as one: each is told everything, in their order. */
export function tellAll(reporters: readonly Reporter[]): Reporter {
  return {
    begin: (heading) => reporters.forEach((each) => each.begin(heading)),
    onCorpus: (runs) => reporters.forEach((each) => each.onCorpus(runs)),
    onRun: (run, progress) => reporters.forEach((each) => each.onRun?.(run, progress)),
    onFinding: (finding, run) => reporters.forEach((each) => each.onFinding?.(finding, run)),
    onLost: (run) => reporters.forEach((each) => each.onLost?.(run)),
    end: (record, blob) => reporters.forEach((each) => each.end(record, blob)),
  };
}
