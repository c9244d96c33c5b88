import { comparisonPage, findingPage, type ShownRun } from '../../reports/index.ts';
import { UsageError } from '../../src/cli/index.ts';
import type { RunResult, ShrunkFinding } from '../campaign/index.ts';
import type { Target } from '../target/index.ts';
import { labelBeside, runAgainst } from './against.ts';
import { checkWritable, writeWhole } from './out-file.ts';
import { shownRun } from './shown-run.ts';
import type { Terminal } from './terminal.ts';

/** The flags of commands that can make a page of a run. */
export type PageFlags = {
  readonly html?: string;
  readonly against?: string;
  readonly databaseUrl?: string;
};

/** @throws {UsageError} when the page could not be written in the end: better said before the run. */
export function checkPage({ html, against }: PageFlags): void {
  if (html !== undefined) checkWritable(html, '--html');
  else if (against !== undefined) {
    throw new UsageError('--against lays two runs side by side in a page: say which file with --html');
  }
}

/**
 * Writes the page of a run, if one is wanted.
 *
 * @param from what the run was shrunk from, and how much that has cut
 */
export async function writeRunPage(
  { html, against, databaseUrl }: PageFlags,
  target: Target,
  run: RunResult,
  { print, note }: Terminal,
  from?: { readonly found: RunResult; readonly cut?: ShrunkFinding | undefined },
): Promise<void> {
  if (html === undefined) return;
  if (against !== undefined) {
    const left = await shownRun(target, run, { id: 'left', label: labelBeside(against, target) });
    const right = await runAgainst(against, left, target, { databaseUrl, note });
    const page = comparisonPage(titleOf(left), left, right);
    writeWhole(html, page.html);
    print(`page: ${html}\n${page.difference}`);
    return;
  }
  const name = from ? { id: 'shrunk', label: 'Shrunk', cut: from.cut } : { id: 'run', label: 'Run' };
  const first = await shownRun(target, run, name);
  const others = from ? [await shownRun(target, from.found, { id: 'found', label: 'As found' })] : [];
  writeWhole(html, findingPage(titleOf(first), [first, ...others]));
  print(`page: ${html}`);
}

function titleOf({ run, violation }: ShownRun): string {
  const { scenario, seed } = run.plan;
  return `${violation?.law.name ?? 'every law holds'} · ${scenario.name}, seed ${seed} · skein`;
}
