import { DEFECTS } from '../../models/defect/index.ts';
import { run } from '../../sim/campaign/index.ts';
import { host } from '../../sim/kernel/index.ts';
import { strategyNamed } from '../../sim/strategy/index.ts';
import type { ColdStart } from './cold-start.ts';
import { bootTarget, scenarioNamed } from './simulated-runs.ts';

/* Run as a process of its own: prints when it was where, as JSON. */
const imported = host.monotonicMs();
const target = await bootTarget();
const booted = host.monotonicMs();
const scenario = scenarioNamed('fan-out');
const defect = DEFECTS.find(({ name }) => name === 'sequence-from-row');
const strategy = strategyNamed('random');
if (!strategy || !defect) throw new Error('nothing to find, or nothing to find it with');
for (let seed = 0; ; seed += 1) {
  const plan = { scenario, size: scenario.size, seed: String(seed), defect };
  const { violations } = await run(target, plan, (root) => strategy.chooser(root.stream('schedule')));
  if (violations.length === 0) continue;
  const times: ColdStart = { imported, booted, found: host.monotonicMs(), runs: seed + 1 };
  process.stdout.write(JSON.stringify(times));
  break;
}
await target.close();
