import { existsSync } from 'node:fs';
import { decodeToken, replay } from '../campaign/index.ts';
import type { NightRecord } from '../record/index.ts';
import type { Target } from '../target/index.ts';
import { traceFile } from './night-files.ts';
import { writeRunPage } from './run-page.ts';
import type { Terminal } from './terminal.ts';

/** So many findings of a night get a page: each takes some seconds, and whoever mends the first mends others. */
const MOST_PAGES = 20;

/**
 * Writes the runs of a night's findings as pages, step by step: what each was shrunk to, and as it was found. Those that
 * are there already stay, and those of a database that is not here are left out.
 */
export async function writeTraces(
  out: string,
  { id, campaign }: NightRecord,
  target: Target,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  for (const finding of campaign.findings.slice(0, MOST_PAGES)) {
    const html = traceFile(out, id, finding);
    if (signal.aborted) return;
    if (finding.target !== target.name || existsSync(html)) continue;
    terminal.status(`the run of ${finding.law}, step by step`);
    const found = await replay(target, decodeToken(finding.token));
    const shrunk = finding.shrunk && (await replay(target, decodeToken(finding.shrunk.token)));
    const silent = { ...terminal, print: () => undefined };
    await writeRunPage({ html }, target, shrunk ?? found, silent, shrunk ? { found } : undefined);
  }
}
