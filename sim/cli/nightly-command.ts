import { existsSync, mkdirSync } from 'node:fs';
import { PLANTABLE } from '../../models/mutant/index.ts';
import { UsageError } from '../../src/cli/index.ts';
import {
  countNew,
  Journal,
  keepNight,
  type MergedRuns,
  type NightPlan,
  nightRecordOf,
  NightState,
  readNights,
  readSeen,
  withNight,
  writeSeen,
} from '../nightly/index.ts';
import type { NightRecord } from '../record/index.ts';
import { ENGINE_SCHEMA, SCENARIOS } from '../scenario/index.ts';
import { chooseNamed } from './choose-named.ts';
import { EXIT, exitCodeFor, exitCodeOf } from './exit-code.ts';
import { onInterrupt } from './interruption.ts';
import { journalFile, nightFolder, seenFile, writeFinding, writeNight } from './night-files.ts';
import { nightOfBlobs } from './night-of-blobs.ts';
import { newNight, type NightlyFlags, unfinishedNight } from './night-plan.ts';
import { nightPorts } from './night-ports.ts';
import { writeTraces } from './night-traces.ts';
import { nightlyReporter } from './reporter/nightly-reporter.ts';
import { parseCount } from './parse.ts';
import { TARGETS } from './targets.ts';
import { processTerminal } from './terminal.ts';

/** Keeps a night, or goes on with one, and writes its pages. @returns the exit code. */
export async function nightlyCommand(flags: NightlyFlags): Promise<number> {
  const terminal = processTerminal(flags.color);
  const jobs = flags.jobs === undefined ? undefined : parseCount('--jobs', flags.jobs);
  const { plan, merged } = await nightOf(flags, terminal.note);
  const scenarios = merged ? [] : plan.scenarios.map((name) => chooseNamed('scenario', name, SCENARIOS));
  const defect = plan.defect === null ? undefined : chooseNamed('defect', plan.defect, PLANTABLE);
  const folder = nightFolder(flags.out, plan.id);
  if (!flags.resume && existsSync(folder)) {
    throw new UsageError(`${folder} is there already: begin one night a second at most`);
  }
  mkdirSync(folder, { recursive: true });
  const { nights, unreadable } = readNights(flags.out);
  for (const file of unreadable) terminal.note(`${file} is no record of this version, and left out`);

  const interruption = new AbortController();
  const stop = onInterrupt(interruption, terminal);
  const state = new NightState(plan, { scenarios, size: {}, defect });
  const journal = new Journal(journalFile(flags.out, plan.id), state);
  const [{ name: first }] = plan.targets;
  const target = await chooseNamed('target', first, TARGETS).boot(
    ENGINE_SCHEMA,
    terminal.note,
    flags.databaseUrl,
  );
  const before = nights.filter(({ id }) => id !== plan.id);
  const ports = nightPorts({ plan, flags, jobs, scenarios, target, nights: before, merged, terminal });
  const reporter = nightlyReporter(terminal);
  try {
    reporter.begin(plan, folder, state.runs);
    const failure = await failureOf(() =>
      keepNight(
        journal,
        ports,
        {
          ...reporter,
          onFinding: (finding, run) => {
            writeFinding(flags.out, plan.id, finding);
            reporter.onFinding?.(finding, run);
          },
        },
        interruption.signal,
      ),
    );
    const isInterrupted = interruption.signal.aborted;
    const seen = readSeen(seenFile(flags.out));
    const { traces } = (merged?.part ?? state.part(isInterrupted)).coverage;
    const record = nightRecordOf(state, {
      nights: before,
      newSchedules: seen ? countNew(seen, traces) : null,
      isInterrupted,
      workers: jobs ?? 1,
      merged,
      failure: failure?.message.split('\n')[0],
    });
    if (record) {
      const page = writeNight(flags.out, record);
      await writeTraces(flags.out, record, target, terminal, interruption.signal);
      writeNight(flags.out, record); // which leads to the runs now
      reporter.end(record, page);
    }
    if (!isInterrupted && record) {
      writeSeen(seenFile(flags.out), withNight(seen, traces));
      journal.end();
    } else terminal.note(`go on: npx skein nightly --resume --out ${flags.out}`);
    if (failure) throw failure;
    return record ? exitCodeOfNight(record) : EXIT.interrupted;
  } finally {
    stop();
    journal.close();
    await target.close();
  }
}

/** What is to be done: a night that is not over, one whose runs others have made, or a new one. */
async function nightOf(
  flags: NightlyFlags,
  note: (line: string) => void,
): Promise<{ readonly plan: NightPlan; readonly merged?: MergedRuns }> {
  if (flags.resume) return { plan: unfinishedNight(flags) };
  if (flags.blobs) return nightOfBlobs(flags.blobs, flags.ladder !== false);
  return { plan: await newNight(flags, note) };
}

/** As of a campaign; a night without its canary is broken, too. */
function exitCodeOfNight({ campaign, canary }: NightRecord): number {
  const code = exitCodeFor(campaign);
  return code === EXIT.held && !canary.found ? EXIT.broken : code;
}

/** An error that says something of the night: a run that no seed decides. Every other one is no night's matter. */
async function failureOf(body: () => Promise<void>): Promise<Error | undefined> {
  try {
    await body();
    return undefined;
  } catch (error) {
    if (error instanceof Error && exitCodeOf(error) === EXIT.nondeterminism) return error;
    throw error;
  }
}
