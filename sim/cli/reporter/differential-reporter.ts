import { differenceText, plural } from '../../../reports/index.ts';
import type {
  DifferenceFinding,
  DifferentialListener,
  DifferentialResult,
} from '../../differential/index.ts';
import { host } from '../../kernel/index.ts';
import type { Terminal } from '../terminal.ts';
import { chooseNamed } from '../choose-named.ts';

/** What a comparison of targets is about. */
export type DifferentialHeading = {
  readonly targets: readonly string[];
  readonly races: readonly string[];
  readonly strategy: string;
  readonly seeds: string;
};

/** Tells a comparison of targets as it goes. */
export type DifferentialReporter = DifferentialListener & {
  begin(heading: DifferentialHeading): void;
  end(result: DifferentialResult): void;
};

const TELL_EVERY_MS = { terminal: 100, file: 5_000 };

const REPORTERS: readonly {
  readonly name: string;
  readonly make: (terminal: Terminal) => DifferentialReporter;
}[] = [
  { name: 'default', make: forPeople },
  { name: 'json', make: forPrograms },
];

/** @throws {UsageError} when there is none of this name. */
export function chooseDifferentialReporter(name: string): (terminal: Terminal) => DifferentialReporter {
  return chooseNamed('reporter', name, REPORTERS).make;
}

/** For people: a heading, progress, each kind of difference once and side by side, a verdict. */
function forPeople(terminal: Terminal): DifferentialReporter {
  const { paint, print, isInteractive } = terminal;
  const begun = host.monotonicMs();
  let told = begun;
  let targets = '';
  return {
    begin(heading) {
      targets = heading.targets.join(' and ');
      print(
        `${paint.bold(heading.seeds)}  ${paint.dim(`${heading.races.join(', ')} on ${targets}, ${heading.strategy}`)}`,
      );
    },
    onRun({ runs, differentRuns }) {
      const now = host.monotonicMs();
      if (now - told < (isInteractive ? TELL_EVERY_MS.terminal : TELL_EVERY_MS.file)) return;
      told = now;
      const rate = Math.round((runs / (now - begun)) * 1_000);
      const line = `${plural(runs, 'run')}, ${rate} runs/s, ${differentRuns} different`;
      if (isInteractive) terminal.status(line);
      else terminal.note(line);
    },
    onFinding(finding) {
      print('');
      print(differenceText(finding, terminal));
      print('');
    },
    end(result) {
      const { runs, steps, elapsedMs, differentRuns, needlesslyAnnounced, findings, isInterrupted } = result;
      const mark = differentRuns > 0 ? paint.red('✗ different') : paint.green('✓ equal');
      const kinds = differentRuns > 0 ? ` (${countKinds(findings)})` : '';
      const figures = `${plural(runs, 'run')} on ${targets}, ${plural(steps, 'step')} each, ${(elapsedMs / 1_000).toFixed(1)} s`;
      print(
        `${isInterrupted ? `${paint.bold('interrupted')}: ` : ''}${mark}  ${figures}; ${differentRuns} different${kinds}, ${needlesslyAnnounced} announced as divergent and the same`,
      );
    },
  };
}

function countKinds(findings: readonly DifferenceFinding[]): string {
  return (['silent', 'announced', 'unsteady'] as const)
    .map((kind) => {
      const count = findings.reduce((sum, each) => sum + (each.kind === kind ? each.count : 0), 0);
      return `${count} ${kind}`;
    })
    .join(', ');
}

/** For programs: one JSON document at the end. */
function forPrograms({ print }: Terminal): DifferentialReporter {
  let heading: DifferentialHeading | undefined;
  return {
    begin(given) {
      heading = given;
    },
    end(result) {
      if (heading) print(JSON.stringify(differentialJson(heading, result), undefined, 2));
    },
  };
}

/** A comparison as data. Times are in milliseconds, and steps count from 1. */
export function differentialJson(heading: DifferentialHeading, result: DifferentialResult): object {
  return {
    schema: 1,
    ...heading,
    runs: result.runs,
    steps: result.steps,
    elapsedMs: Math.round(result.elapsedMs),
    differentRuns: result.differentRuns,
    needlesslyAnnounced: result.needlesslyAnnounced,
    interrupted: result.isInterrupted,
    findings: result.findings.map(({ signature, kind, difference, count }) => ({
      signature,
      kind,
      race: difference.race,
      seed: difference.seed,
      step: difference.at + 1,
      shape: difference.shape,
      outcomes: [difference.one, difference.other].map(({ target, hash, divergences, steps }) => ({
        target,
        hash,
        divergences,
        step: steps[difference.at] ?? null,
      })),
      count,
    })),
  };
}
