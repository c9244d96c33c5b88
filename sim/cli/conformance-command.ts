import { conformanceSummary, outcomeText } from '../../reports/index.ts';
import { conformance, findSpecs, type SpecFile, type SpecOutcome } from '../conformance/index.ts';
import { host } from '../kernel/index.ts';
import { chooseNamed } from './choose-named.ts';
import { EXIT } from './exit-code.ts';
import { checkDatabaseUrl, TARGETS } from './targets.ts';
import { processTerminal } from './terminal.ts';
import { UsageError } from '../../src/cli/index.ts';

/** The flags of `skein conformance`, as commander gives them. */
export type ConformanceFlags = {
  readonly isolation: string;
  readonly target: string;
  readonly databaseUrl?: string;
  readonly only?: string;
  readonly verbose: boolean;
  readonly color: boolean;
};

/** Runs PostgreSQL's isolation specs on a target, and tells how each came out. @returns the exit code. */
export async function conformanceCommand(flags: ConformanceFlags): Promise<number> {
  const terminal = processTerminal(flags.color);
  const { paint } = terminal;
  const specs = chooseSpecs(flags);
  const bootTarget = chooseNamed('target', flags.target, TARGETS);
  checkDatabaseUrl(flags.databaseUrl, [bootTarget]);
  const target = await bootTarget.boot([], terminal.note, flags.databaseUrl);
  const nameWidth = Math.max(...specs.map(({ name }) => name.length));
  const outcomes: SpecOutcome[] = [];
  try {
    for (const outcome of conformance({ target, specs })) {
      outcomes.push(outcome);
      terminal.print(outcomeText(outcome, { paint, nameWidth, isVerbose: flags.verbose }));
      terminal.status(`${outcomes.length} of ${specs.length} specs`);
      await new Promise((resolve) => host.setImmediate(resolve)); // a signal is heard between specs
    }
    terminal.print('');
    terminal.print(conformanceSummary(target.name, outcomes, paint));
  } finally {
    await target.close();
  }
  return outcomes.some(({ kind }) => kind === 'failed' || kind === 'broken') ? EXIT.broken : EXIT.held;
}

/** @throws {UsageError} when the folder has no specs, or not those that are wanted. */
function chooseSpecs({ isolation, only }: ConformanceFlags): readonly SpecFile[] {
  const specs = findSpecs(isolation);
  if (specs.length === 0) {
    throw new UsageError(
      `--isolation ${isolation}: no specs/*.spec there; give a PostgreSQL source checkout, or its src/test/isolation`,
    );
  }
  if (only === undefined) return specs;
  return only.split(',').map((name) => chooseNamed('spec', name.trim(), specs));
}
