/*
 * A process of its own that runs scenarios: reads a list of runs as JSON from its first argument, and prints their
 * hashes as JSON. Run it with `node --import tsx`.
 */
import { ENGINE_SCHEMA } from '../../sim/scenario/index.ts';
import { PGliteTarget } from '../../sim/target/index.ts';
import { runRandomly, type RunSketch } from './scenario-runs.ts';

const sketches = JSON.parse(process.argv[2] ?? '[]') as readonly RunSketch[];
const target = await PGliteTarget.boot({ schema: ENGINE_SCHEMA });
const hashes: string[] = [];
for (const sketch of sketches) hashes.push((await runRandomly(target, sketch)).hash);
await target.close();
process.stdout.write(JSON.stringify(hashes));
