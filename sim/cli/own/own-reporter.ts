import { failureText, plural, replayCommand } from '../../../reports/index.ts';
import { buildId } from '../../campaign/index.ts';
import { chooseNamed } from '../choose-named.ts';
import type { Terminal } from '../terminal.ts';
import type { OwnResult, OwnTally } from './own-tally.ts';

/** What is run, for the first line. */
type Heading = {
  readonly target: string;
  readonly strategy: string;
  readonly faults: string;
  readonly scenarios: readonly string[];
  readonly seeds: string;
};

type End = { readonly elapsedMs: number; readonly isInterrupted: boolean };

/** Tells how scenarios of somebody's own go. */
export type OwnReporter = {
  begin(heading: Heading): void;
  /** Some more runs of a scenario are done. */
  onBatch(result: OwnResult): void;
  /** A scenario is done. */
  onScenario(result: OwnResult): void;
  end(tally: OwnTally, end: End): void;
};

const REPORTERS: readonly { readonly name: string; readonly make: (terminal: Terminal) => OwnReporter }[] = [
  { name: 'default', make: forPeople },
  { name: 'json', make: forPrograms },
];

/** @throws {UsageError} when there is none of this name. */
export function chooseOwnReporter(name: string): (terminal: Terminal) => OwnReporter {
  return chooseNamed('reporter of your own scenarios', name, REPORTERS).make;
}

function forPeople(terminal: Terminal): OwnReporter {
  const { paint, print, status, width } = terminal;
  return {
    begin({ seeds, scenarios, target, strategy, faults }) {
      const what = `${scenarios.join(', ')} on ${target}, ${strategy}, faults ${faults}`;
      print(`${paint.bold(seeds)}  ${paint.dim(what)}`);
    },
    onBatch({ name, runs }) {
      status(`${name}: ${plural(runs, 'run')}`);
    },
    onScenario({ name, runs, steps, elapsedMs, failed, divergences }) {
      if (failed) {
        const { result, failure } = failed;
        print('');
        print(failureText(result, failure, { paint, width, replay: replayCommand(failure.token) }));
        print('');
        return;
      }
      const figures = `${plural(runs, 'run')}, ${plural(steps, 'step')}, ${(elapsedMs / 1_000).toFixed(1)} s`;
      print(`${paint.green('✓')} ${name}  ${paint.dim(figures)}`);
      for (const divergence of divergences) print(`  but ${divergence}`);
    },
    end({ failures, all }, { elapsedMs, isInterrupted }) {
      const runs = all.reduce((sum, each) => sum + each.runs, 0);
      const held = failures.length === 0 ? paint.green('✓ held') : paint.red('✗ broken');
      const stopped = isInterrupted ? ', interrupted' : '';
      const failed =
        failures.length === 0 ? '' : `, ${failures.length} of ${plural(all.length, 'scenario')} failed`;
      print(`${held}  ${plural(runs, 'run')}${failed}, ${(elapsedMs / 1_000).toFixed(1)} s${stopped}`);
    },
  };
}

function forPrograms({ print }: Terminal): OwnReporter {
  let heading: Heading | undefined;
  return {
    begin(given) {
      heading = given;
    },
    onBatch: () => undefined,
    onScenario: () => undefined,
    end(tally, end) {
      if (heading) print(JSON.stringify(ownJson(heading, tally, end), undefined, 2));
    },
  };
}

/** Version of the JSON report's shape; grows when the shape changes. */
const SCHEMA_VERSION = 1;

/** Runs of somebody's own scenarios as data. Times are in milliseconds. */
export function ownJson(heading: Heading, { all }: OwnTally, { elapsedMs, isInterrupted }: End): object {
  return {
    schema: SCHEMA_VERSION,
    build: buildId(),
    ...heading,
    elapsedMs: Math.round(elapsedMs),
    interrupted: isInterrupted,
    results: all.map(({ name, runs, steps, elapsedMs: ms, divergences }) => ({
      scenario: name,
      runs,
      steps,
      elapsedMs: Math.round(ms),
      divergences,
    })),
    findings: all.flatMap(({ name, failed }) => {
      if (!failed) return [];
      const { seed, actor, error, token, run } = failed.failure;
      return [{ scenario: name, seed, actor, error: String(error), hash: run.hash, token }];
    }),
  };
}
