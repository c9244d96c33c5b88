import { chromeTrace, type ExportedRun, mermaidDiagram, shivizLog } from '../../reports/index.ts';
import { UsageError } from '../../src/cli/index.ts';
import type { RunResult } from '../campaign/index.ts';
import { chooseNamed } from './choose-named.ts';
import { checkWritable, writeWhole } from './out-file.ts';

/** Every form in which other tools read a run. */
const FORMATS: readonly {
  readonly name: string;
  readonly text: (run: RunResult & ExportedRun) => string;
}[] = [
  { name: 'chrome', text: (run) => JSON.stringify(chromeTrace(run)) },
  { name: 'shiviz', text: shivizLog },
  { name: 'mermaid', text: mermaidDiagram },
];

/** Where a run goes, and in which form. */
export type RunExport = { readonly file: string; readonly write: (run: RunResult & ExportedRun) => void };

/**
 * Reads what `--export` was given: `chrome=run.json`, `shiviz=run.log`, `mermaid=run.mmd`.
 *
 * @throws {UsageError} when it is none of these, or the file cannot be written
 */
export function parseExports(texts: readonly string[] = []): readonly RunExport[] {
  const files = new Set<string>();
  return texts.map((text) => {
    const [, name, file] = /^([^=]*)=(.+)$/.exec(text) ?? [];
    if (name === undefined || file === undefined) {
      throw new UsageError(`--export takes a format and a file, like chrome=run.json, not "${text}"`);
    }
    const format = chooseNamed('export format', name, FORMATS);
    if (files.has(file))
      throw new UsageError(`--export names ${file} twice: give each format a file of its own`);
    files.add(file);
    checkWritable(file, '--export');
    return { file, write: (run) => writeWhole(file, format.text(run)) };
  });
}
