import { plural, shrunkText, violationText } from '../../reports/index.ts';
import { DEFECTS } from '../../models/defect/index.ts';
import { buildId, campaign, type CampaignPlan, recordOf, type RunResult } from '../campaign/index.ts';
import type { CampaignHeading, FindingRecord } from '../record/index.ts';
import { host } from '../kernel/index.ts';
import { ENGINE_SCHEMA, SCENARIOS } from '../scenario/index.ts';
import { chooseNamed } from './choose-named.ts';
import { chooseStrategy } from './choose-strategy.ts';
import { EXIT } from './exit-code.ts';
import { seedsFrom } from './parse.ts';
import { TARGETS } from './targets.ts';
import { processTerminal, type Terminal } from './terminal.ts';
import { defaultReporter } from './reporter/default-reporter.ts';

const RUNS = 1_200;
const SEARCH_RUNS = 1_000;
/** How long the finding may be made simpler. */
const SHRINK_MS = 10_000;

/**
 * The main job, then the story behind it: the engine as it is under every scenario, and the bug it was built against
 * planted, found, explained and handed back as a command.
 *
 * @returns the exit code: that of the engine as it is; a search that misses the planted bug is broken too.
 */
export async function tourCommand({ color }: { readonly color: boolean }): Promise<number> {
  const terminal = processTerminal(color);
  const { paint, print } = terminal;
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  process.on('SIGINT', interrupt);
  const target = await chooseNamed('target', 'pglite', TARGETS).boot(ENGINE_SCHEMA, terminal.note);
  try {
    const seed = host.randomBytes(4).toString('hex');
    const strategy = chooseStrategy('portfolio');
    const [first, ...others] = SCENARIOS;
    if (!first) throw new Error('there are no scenarios');
    const shared = { target, size: {}, strategy, budgetMs: undefined };

    print(paint.bold('1. The engine as it is, in every scenario'));
    const sound: CampaignPlan = {
      ...shared,
      scenarios: [first, ...others],
      defect: undefined,
      faults: 'swarm',
      seeds: seedsFrom(seed, RUNS),
      bail: 1,
    };
    const reporter = defaultReporter(terminal);
    const heading: CampaignHeading = {
      build: buildId(),
      targets: [target.name],
      strategy: strategy.name,
      scenarios: SCENARIOS.map(({ name }) => name),
      faults: 'swarm',
      defect: null,
      seeds: `--seed ${seed}`,
      shard: null,
      missingShards: [],
      workers: 1,
    };
    reporter.begin(heading);
    const held = await campaign(sound, reporter, interruption.signal);
    reporter.end(recordOf(heading, held, []));
    if (interruption.signal.aborted) return EXIT.interrupted;
    if (held.failedRuns > 0) return EXIT.broken;

    print('');
    print(paint.bold('2. The bug it was built against'));
    print(
      `   Three tasks of one workflow finish at the same time. Each completion handler reads the last sequence`,
    );
    print(`   number, inserts its event under the next one, and takes a duplicate key for "already done".`);
    print(
      paint.dim(
        `   skein run --scenario completions --tasks 3 --defect sequence-from-row --faults none --seed ${seed} --bail`,
      ),
    );
    const search: CampaignPlan = {
      ...shared,
      scenarios: [chooseNamed('scenario', 'completions', SCENARIOS)],
      size: { tasks: 3 },
      defect: chooseNamed('defect', 'sequence-from-row', DEFECTS),
      seeds: seedsFrom(seed, SEARCH_RUNS),
      bail: 1,
      shrinkMs: SHRINK_MS,
    };
    const found: [FindingRecord, RunResult | undefined][] = [];
    const { runs, elapsedMs } = await campaign(
      search,
      { onFinding: (...finding) => void found.push(finding) },
      interruption.signal,
    );
    if (interruption.signal.aborted) return EXIT.interrupted;
    const [finding, run] = found[0] ?? [];
    const [violation] = run?.violations ?? [];
    if (!finding || !run || !violation) {
      print(paint.red(`not found in ${plural(runs, 'run')}: the search is broken`));
      return EXIT.broken;
    }
    print(`   Found in run ${runs}, and made as simple as it gets, in ${(elapsedMs / 1_000).toFixed(2)} s:`);
    print('');
    print(violationText(run, violation, terminal));
    tellRest(finding, terminal);
    return EXIT.held;
  } finally {
    process.off('SIGINT', interrupt);
    await target.close();
  }
}

function tellRest({ shrunk, command }: FindingRecord, { paint, print }: Terminal): void {
  if (shrunk) print(shrunkText(shrunk, paint));
  print('');
  print('   The history is contiguous all the same, and nothing was logged as an error. Replay it anywhere:');
  print('');
  print(`   ${paint.cyan(shrunk?.command ?? command)}`);
}
