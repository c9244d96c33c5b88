/*
 * A process of its own that runs scenarios: reads a list of runs as JSON from its first argument, and prints their
 * hashes as JSON. Run it with `node --import tsx`.
 */
import { run } from '../../sim/campaign/index.ts';
import { ENGINE_SCHEMA } from '../../sim/scenario/index.ts';
import { replayChooser } from '../../sim/strategy/index.ts';
import { PGliteTarget } from '../../sim/target/index.ts';
import { planOf, randomly, type RunSketch } from './scenario-runs.ts';

const sketches = JSON.parse(process.argv[2] ?? '[]') as readonly RunSketch[];
const target = await PGliteTarget.boot({ schema: ENGINE_SCHEMA });
const hashes: string[] = [];
for (const sketch of sketches) {
  const { choices } = sketch;
  const { hash } = await run(target, planOf(sketch), choices ? () => replayChooser(choices) : randomly);
  hashes.push(hash);
}
await target.close();
process.stdout.write(JSON.stringify(hashes));
