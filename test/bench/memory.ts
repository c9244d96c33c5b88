import { bootTarget, runOnce, scenarioNamed } from './simulated-runs.ts';

const CHECKPOINTS = [1_000, 2_500, 5_000, 10_000];

/** What the process holds on to after many runs. */
export async function* memoryOfManyRuns(): AsyncGenerator<string> {
  yield '(d) memory after many runs of fan-out: must not grow with their number';
  const target = await bootTarget();
  const scenario = scenarioNamed('fan-out');
  let seed = 0;
  for (const checkpoint of CHECKPOINTS) {
    for (; seed < checkpoint; seed += 1) await runOnce(target, scenario, seed);
    globalThis.gc?.();
    const { heapUsed, external, rss } = process.memoryUsage();
    yield `    ${String(checkpoint).padStart(6)} runs   heap ${megabytes(heapUsed)}   external ${megabytes(external)}   resident ${megabytes(rss)}`;
  }
  await target.close();
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(0).padStart(4)} MB`;
}
