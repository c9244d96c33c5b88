import { plural, replayCommand, violationText } from '../../../reports/index.ts';
import type { ExplorationResult } from '../../campaign/index.ts';
import { type Counts, countSchedules } from '../../explore/index.ts';
import { host } from '../../kernel/index.ts';
import type { Size } from '../../scenario/index.ts';
import { chooseNamed } from '../choose-named.ts';
import type { Terminal } from '../terminal.ts';

/** What an exploration is about. */
export type ExploreHeading = {
  readonly build: string;
  readonly target: string;
  readonly scenario: string;
  readonly size: Size;
  readonly seed: string;
  readonly defect: string | null;
  readonly preemptions: number | 'unlimited';
  readonly faults: number;
  readonly allowed: readonly string[];
};

/** How far it is. */
export type ExploreProgress = {
  /** Steps of the concurrent threads of the first run. */
  readonly chains: readonly number[];
  readonly counts: Readonly<Counts>;
  readonly round: number | undefined;
  /** Part of the round that was seen, from 0 to 1, estimated. */
  readonly progress: number;
  readonly elapsedMs: number;
};

/** Tells an exploration as it goes. */
export type ExploreReporter = {
  begin(heading: ExploreHeading): void;
  resumed(progress: ExploreProgress): void;
  onFirstRun(chains: readonly number[]): void;
  onProgress(progress: () => ExploreProgress): void;
  /** @param file where the search was saved */
  end(result: ExplorationResult, progress: ExploreProgress, file: string | undefined): void;
};

const TELL_EVERY_MS = { terminal: 200, file: 5_000 };

const REPORTERS: readonly {
  readonly name: string;
  readonly make: (terminal: Terminal) => ExploreReporter;
}[] = [
  { name: 'default', make: forPeople },
  { name: 'json', make: forPrograms },
];

/** @throws {UsageError} when there is none of this name. */
export function chooseExploreReporter(name: string): (terminal: Terminal) => ExploreReporter {
  return chooseNamed('reporter', name, REPORTERS).make;
}

/** For people: what is searched, how much that is, how far it is, a verdict. */
function forPeople(terminal: Terminal): ExploreReporter {
  const { paint, print, isInteractive } = terminal;
  let told = host.monotonicMs();
  let heading: ExploreHeading | undefined;
  return {
    begin(given) {
      heading = given;
      const { scenario, size, target, defect } = given;
      const { tasks, workers, servers } = size;
      const cluster = `${plural(tasks, 'task')}, ${plural(workers, 'worker')}, ${plural(servers, 'server')}`;
      const planted = defect === null ? '' : `, defect ${defect} planted`;
      print(
        `${paint.bold(boundsText(given))}  ${paint.dim(`${scenario} (${cluster}) on ${target}${planted}`)}`,
      );
    },
    resumed(progress) {
      print(paint.dim(`going on: ${figures(progress)}`));
    },
    onFirstRun(chains) {
      if (heading) print(paint.dim(sizeText(chains, heading.preemptions)));
    },
    onProgress(progress) {
      const now = host.monotonicMs();
      if (now - told < (isInteractive ? TELL_EVERY_MS.terminal : TELL_EVERY_MS.file)) return;
      told = now;
      if (isInteractive) terminal.status(figures(progress()));
      else terminal.note(figures(progress()));
    },
    end(result, progress, file) {
      if (!heading) return;
      if (result.type === 'broken') {
        const { run, token } = result;
        for (const violation of run.violations.slice(0, 1)) {
          print('');
          print(violationText(run, violation, terminal));
        }
        print('');
        print(`  replay: ${paint.cyan(replayCommand(token))}`);
        print('');
      }
      print(verdictText(result, heading, progress, terminal));
      print(paint.dim(figures(progress)));
      print(paint.dim(prunedText(progress, heading)));
      if (result.type === 'stopped' && file !== undefined)
        print(`  go on: ${paint.cyan(`npx skein explore --resume ${file}`)}`);
    },
  };
}

function boundsText({ preemptions, faults, allowed }: ExploreHeading): string {
  const interruptions =
    preemptions === 'unlimited'
      ? 'any number of preemptions'
      : `at most ${plural(preemptions, 'preemption')}`;
  const deviations = faults === 0 ? 'no fault' : `at most ${plural(faults, 'fault')} (${allowed.join(', ')})`;
  return `all schedules with ${interruptions}, ${deviations}`;
}

/** How many schedules there would be at most, and what that number takes for granted. */
function sizeText(chains: readonly number[], preemptions: number | 'unlimited'): string {
  const count = countSchedules(chains, preemptions).toLocaleString('en');
  return `${count} schedules without faults, if ${plural(chains.length, 'thread')} of ${chains.join(', ')} steps, as in the first run, never wait for each other`;
}

function verdictText(
  result: ExplorationResult,
  heading: ExploreHeading,
  { round, counts }: ExploreProgress,
  { paint }: Terminal,
): string {
  switch (result.type) {
    case 'proved':
      return `${paint.green('✓ proved')}  ${boundsText(heading)} hold`;
    case 'cutShort':
      return `${paint.green('✓ held')}  and not proved: ${plural(counts.cutShort, 'schedule')} took so long that the rest of them was not varied`;
    case 'broken':
      return `${paint.red('✗ broken')}  by a schedule with ${plural(result.run.preemptions, 'preemption')}`;
    case 'stopped': {
      const whole =
        round === undefined || round === 0
          ? ''
          : `; all with at most ${plural(round - 1, 'preemption')} hold`;
      const stopped = { time: 'the time is up', runs: 'enough runs', interrupted: 'interrupted' }[result.why];
      return `${paint.green('✓ held so far')}  and not proved: ${stopped}${whole}`;
    }
  }
}

function figures({ counts, round, progress, elapsedMs }: ExploreProgress): string {
  const seconds = elapsedMs / 1_000;
  const begun = counts.runs + counts.asleep + counts.known;
  const rate = seconds > 0 ? Math.round(begun / seconds) : 0;
  const at = round === undefined ? '' : ` of those with ${plural(round, 'preemption')}`;
  const share = `about ${(progress * 100).toFixed(1)} %${at}`;
  return `${plural(counts.runs, 'schedule')} run, ${counts.asleep + counts.known} left underway, ${share}, ${seconds.toFixed(1)} s, ${rate} a second`;
}

function prunedText({ counts, chains }: ExploreProgress, { preemptions, faults }: ExploreHeading): string {
  const { runs, asleep, known, beyond } = counts;
  const all = countSchedules(chains, preemptions);
  const share =
    faults === 0 && runs > 0 && all > BigInt(runs)
      ? `; of the number above, one in ${(all / BigInt(runs)).toLocaleString('en')} was run`
      : '';
  return `left: ${asleep} because their steps commute (sleep sets), ${known} at states that were known; ${plural(beyond, 'choice')} beyond the bounds${share}`;
}

/** For programs: one JSON document at the end. */
function forPrograms({ print }: Terminal): ExploreReporter {
  let heading: ExploreHeading | undefined;
  return {
    begin(given) {
      heading = given;
    },
    resumed: () => undefined,
    onFirstRun: () => undefined,
    onProgress: () => undefined,
    end(result, progress) {
      if (heading) print(JSON.stringify(exploreJson(heading, result, progress), undefined, 2));
    },
  };
}

/** An exploration as data. Times are in milliseconds; the number of schedules is text, because it may be huge. */
export function exploreJson(
  { build, target, scenario, size, seed, defect, preemptions, faults, allowed }: ExploreHeading,
  result: ExplorationResult,
  { chains, counts, round, progress, elapsedMs }: ExploreProgress,
): object {
  const { runs, cutShort, ...pruned } = counts;
  return {
    schema: 1,
    build,
    target,
    scenario,
    size,
    seed,
    defect,
    preemptions,
    faults,
    allowed,
    verdict: result.type,
    stopped: result.type === 'stopped' ? result.why : null,
    threads: chains,
    schedules: String(countSchedules(chains, preemptions)),
    runs,
    cutShort,
    pruned,
    round: round ?? null,
    progress,
    elapsedMs: Math.round(elapsedMs),
    findings:
      result.type === 'broken'
        ? result.run.violations.slice(0, 1).map(({ law, witness }) => ({
            law: law.name,
            witness: witness.sentence,
            subjects: witness.subjects,
            steps: result.run.trace.steps.length,
            preemptions: result.run.preemptions,
            hash: result.run.hash,
            token: result.token,
          }))
        : [],
  };
}
