import { loadavg } from 'node:os';
import { extname } from 'node:path';
import { campaignByWorkers } from '../../sim/campaign/index.ts';
import { type Assignment, resolve } from '../../sim/cli/assignment.ts';
import { host } from '../../sim/kernel/index.ts';
import { median } from './simulated-runs.ts';

const ROUNDS = 2;
const RUNS = 200;
/** Runs that are not counted: while workers come up, and their code is not compiled yet. */
const WARM_UP = 60;

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

/** How many times as many runs two workers make as one, by turns in one process. */
export async function* workersSideBySide(): AsyncIterable<string> {
  const load = loadavg()[0] ?? 0;
  yield `workers: runs/s of one and of two, in turns; load of the machine ${load.toFixed(1)}`;
  const ratios: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const one = await runsPerSecond(1, `round-${round}`);
    const two = await runsPerSecond(2, `round-${round}`);
    ratios.push(two / one);
    yield `  round ${round}: ${one.toFixed(1)} and ${two.toFixed(1)}, ${(two / one).toFixed(2)} times as many`;
  }
  yield `  median: ${median(ratios).toFixed(2)} times as many`;
}

async function runsPerSecond(jobs: number, seed: string): Promise<number> {
  let begun = 0;
  let ended = 0;
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
        if (runs === WARM_UP) begun = ended;
      },
    },
    new AbortController().signal,
  );
  return ((RUNS - WARM_UP) / (ended - begun)) * 1_000;
}
