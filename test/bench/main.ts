import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildId } from '../../sim/campaign/index.ts';
import { coldStart } from './cold-start.ts';
import { detectionBesideScheduler } from './detection-peer.ts';
import { enginesSideBySide } from './engine/side-by-side.ts';
import { memoryOfManyRuns } from './memory.ts';
import { againstRawSql } from './raw-sql.ts';
import { sessionsAgainstRawSql } from './sessions.ts';
import { targetsSideBySide } from './targets.ts';
import { againstScheduler } from './scheduler-peer.ts';
import { tracePages } from './trace-page.ts';
import { workersSideBySide } from './workers.ts';

/*
 * Every figure is a ratio within one run, or comes with its parts: machines differ, and are busy.
 *
 *   npm run bench            all of it
 *   npm run bench -- raw     one part: raw, peer, detection, cold, memory, sessions, targets, engines, workers or pages
 */
const parts = {
  raw: againstRawSql,
  peer: againstScheduler,
  detection: detectionBesideScheduler,
  cold: () => coldStart((script) => execFileSync(process.execPath, [script], { encoding: 'utf8' })),
  memory: memoryOfManyRuns,
  sessions: sessionsAgainstRawSql,
  targets: targetsSideBySide,
  engines: enginesSideBySide,
  pages: tracePages,
  workers: workersSideBySide,
};

const wanted = process.argv.slice(2);
const print = (line: string): void => void process.stdout.write(`${line}\n`);
print(`build ${buildId()}, node ${process.version}, ${fileURLToPath(new URL('../..', import.meta.url))}`);
for (const [name, part] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  print('');
  for await (const line of part()) print(line);
}
process.exit();
