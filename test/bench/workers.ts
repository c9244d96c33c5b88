import { loadavg } from 'node:os';
import { extname } from 'node:path';
import { campaignByWorkers } from '../../sim/campaign/index.ts';
import { type Assignment, resolve } from '../../sim/cli/assignment.ts';
import { host } from '../../sim/kernel/index.ts';
import { median } from './simulated-runs.ts';

const ROUNDS = 3;
const RUNS = 3_000;
/** Runs that are not counted: while workers come up, and their code is not compiled yet. */
const WARM_UP = 1_500;

const ASSIGNMENT: Assignment = {
  target: 'pglite',
  databaseUrl: undefined,
  scenarios: ['completions'],
  size: {},
  strategy: 'portfolio',
  defect: undefined,
  faults: 'swarm',
  secondOpinion: undefined,
  shrinkMs: undefined,
};
const MODULE = new URL(`../../sim/cli/campaign-thread${extname(import.meta.url)}`, import.meta.url);

/** What a campaign of so many workers costs, but for coming up. */
type Cost = { readonly runsPerSecond: number; readonly cpuMsPerRun: number };

/**
 * How many times as many runs two workers make as one, by turns in one process. On a machine that is busy this says more
 * of who else is there than of them, so it is also told what processor time a run takes, of all threads together: where
 * two cores are free, two workers make twice as many runs, divided by how many times as much a run takes.
 */
export async function* workersSideBySide(): AsyncIterable<string> {
  yield `workers: one and two, in turns; load of the machine ${(loadavg()[0] ?? 0).toFixed(1)}`;
  const speeds: number[] = [];
  const costs: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const one = await costOf(1, `round-${round}`);
    const two = await costOf(2, `round-${round}`);
    speeds.push(two.runsPerSecond / one.runsPerSecond);
    costs.push(two.cpuMsPerRun / one.cpuMsPerRun);
    yield `  round ${round}: ${text(one)}; ${text(two)}`;
  }
  yield `  median: ${median(speeds).toFixed(2)} times as many runs a second, ${median(costs).toFixed(2)} times the processor time a run`;
}

function text({ runsPerSecond, cpuMsPerRun }: Cost): string {
  return `${runsPerSecond.toFixed(1)} runs/s, ${cpuMsPerRun.toFixed(1)} ms of a processor each`;
}

async function costOf(jobs: number, seed: string): Promise<Cost> {
  let begun = 0;
  let ended = 0;
  let cpuBefore = process.cpuUsage();
  let cpu = cpuBefore;
  await campaignByWorkers(
    {
      seeds: Array.from({ length: RUNS }, (_, index) => `${seed}/${index}`),
      budgetMs: undefined,
      bail: undefined,
      terms: resolve(ASSIGNMENT),
      target: ASSIGNMENT.target,
      threads: { module: MODULE, assignment: ASSIGNMENT, memoryMb: 1_024 },
      jobs,
      hungAfterMs: 60_000,
    },
    {
      onRun(_, { runs }) {
        ended = host.monotonicMs();
        cpu = process.cpuUsage(cpuBefore);
        if (runs !== WARM_UP) return;
        begun = ended;
        cpuBefore = process.cpuUsage();
      },
    },
    new AbortController().signal,
  );
  const runs = RUNS - WARM_UP;
  return {
    runsPerSecond: (runs / (ended - begun)) * 1_000,
    cpuMsPerRun: (cpu.user + cpu.system) / 1_000 / runs,
  };
}
