import { junitXml, tapText } from '../../../reports/index.ts';
import type { Terminal } from '../terminal.ts';
import { blobReporter } from './blob-reporter.ts';
import { defaultReporter } from './default-reporter.ts';
import { dotReporter } from './dot-reporter.ts';
import { githubReporter } from './github-reporter.ts';
import { jsonlReporter } from './jsonl-reporter.ts';
import { recordReporter } from './record-reporter.ts';
import type { Reporter } from './reporter.ts';

/** Makes a reporter that writes to a terminal. */
export type MakeReporter = (terminal: Terminal) => Reporter;

/** A way of telling a campaign. */
export type ReporterKind = {
  readonly name: string;
  /** For whom, in a line. */
  readonly what: string;
  /**
   * `lines` go together with those of others; a `document` has a terminal to itself, and is written to a file as a
   * whole, in the end; a `stream` has it to itself, too, and is written as it comes.
   */
  readonly form: 'lines' | 'document' | 'stream';
  /** Whether much of it is compressed in a file. */
  readonly isCompressed?: true;
} & ({ readonly make: MakeReporter } | { readonly load: () => Promise<MakeReporter> });

/** Every way of telling a campaign. */
export const REPORTERS: readonly ReporterKind[] = [
  { name: 'default', what: 'for people', form: 'lines', make: defaultReporter },
  { name: 'dot', what: 'for logs', form: 'lines', make: dotReporter },
  {
    name: 'json',
    what: 'the record of the campaign',
    form: 'document',
    make: recordReporter((record) => JSON.stringify(record, undefined, 2)),
  },
  { name: 'jsonl', what: 'an event a line, as it happens', form: 'stream', make: jsonlReporter },
  { name: 'junit', what: 'for Jenkins, GitLab and others', form: 'document', make: recordReporter(junitXml) },
  { name: 'github', what: 'annotations and a summary', form: 'lines', make: githubReporter },
  { name: 'tap', what: 'for whatever reads TAP 14', form: 'document', make: recordReporter(tapText) },
  {
    name: 'html',
    what: 'for people, as a page',
    form: 'document',
    // What draws charts takes a while to load, and nobody else should wait for it.
    load: async () => recordReporter((await import('../../../reports/page/index.ts')).campaignPage),
  },
  { name: 'blob', what: 'for skein merge', form: 'document', isCompressed: true, make: blobReporter },
];
