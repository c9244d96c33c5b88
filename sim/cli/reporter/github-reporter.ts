import { appendFileSync } from 'node:fs';
import { githubAnnotations, githubSummary } from '../../../reports/index.ts';
import type { Terminal } from '../terminal.ts';
import type { Reporter } from './reporter.ts';

/**
 * For GitHub Actions: an annotation for whatever is wrong, and a summary on the page of the workflow's run, where the
 * runner says where that goes (`GITHUB_STEP_SUMMARY`).
 */
export function githubReporter({ print }: Terminal): Reporter {
  return {
    begin: () => undefined,
    onCorpus: () => undefined,
    end(record) {
      for (const line of githubAnnotations(record)) print(line);
      const summary = process.env['GITHUB_STEP_SUMMARY'];
      if (summary !== undefined && summary !== '') appendFileSync(summary, `${githubSummary(record)}\n`);
    },
  };
}
