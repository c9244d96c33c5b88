import { Bench } from 'tinybench';
import { ENGINE_SCHEMA } from '../../sim/scenario/index.ts';
import { PGliteTarget, PostgresTarget, type Target } from '../../sim/target/index.ts';
import { median, runOnce, scenarioNamed } from './simulated-runs.ts';

const RUNS = 60;
const ROUNDS = 5;

/** How many runs a second there are on PGlite and on a real server, which take turns. */
export async function* targetsSideBySide(): AsyncGenerator<string> {
  yield '(f) runs a second on pglite and on postgres, side by side';
  const targets: readonly Target[] = [
    await PGliteTarget.boot({ schema: ENGINE_SCHEMA }),
    await PostgresTarget.boot({ schema: ENGINE_SCHEMA }),
  ];
  for (const name of ['fan-out', 'race', 'large-batch']) {
    const scenario = scenarioNamed(name);
    const bench = new Bench({ iterations: 1, time: 0, warmup: false });
    for (const target of targets) {
      bench.add(target.name, async () => {
        for (let seed = 0; seed < RUNS; seed += 1) await runOnce(target, scenario, seed);
      });
    }
    const rounds: number[][] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const means = (await bench.run()).map((task) => {
        if (!('latency' in task.result)) throw new Error(`${task.name} did not finish`);
        return task.result.latency.mean;
      });
      if (round > 0) rounds.push(means); // the first one warms up
      bench.reset();
    }
    const [pglite, postgres] = targets.map((_, index) =>
      Math.round(RUNS / (median(rounds.map((means) => means[index] ?? Number.NaN)) / 1_000)),
    );
    yield `    ${name.padEnd(12)} ${pglite} on pglite, ${postgres} on postgres`;
  }
  for (const target of targets) await target.close();
}
