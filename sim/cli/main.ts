#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { divergenceText } from '../../reports/index.ts';
import { addEngineCommands } from '../../src/cli/index.ts';
import { NondeterminismError } from '../campaign/index.ts';
import { addNightlyCommand } from './add-nightly-command.ts';
import { checkHistoryCommand } from './check-history-command.ts';
import { completionCommand } from './completion/completion-command.ts';
import { type ConformanceFlags, conformanceCommand } from './conformance-command.ts';
import { type DefectsFlags, defectsCommand } from './defects-command.ts';
import { type DoctorFlags, doctorCommand } from './doctor/doctor-command.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import { type ExploreFlags, exploreCommand } from './explore-command.ts';
import { initCommand } from './init/init-command.ts';
import { type KeepFlags, keepCommand } from './keep-command.ts';
import { type ListFlags, listCommand } from './list-command.ts';
import { type MergeFlags, mergeCommand } from './merge-command.ts';
import { type ReplayFlags, replayCommand } from './replay-command.ts';
import { type RunFlags, runCommand } from './run-command.ts';
import { addConfigOptions, applySettings, outputFileOptions, settingOption } from './setting/index.ts';
import { type ShrinkFlags, shrinkCommand } from './shrink-command.ts';
import { tourCommand } from './tour-command.ts';

const EXIT_CODES = `
Exit codes: 0 every law held, 1 a law was broken, 2 usage, 3 infrastructure, 4 nondeterminism, 130 interrupted.`;

const RUN_EXAMPLES = `
Examples:
  $ skein run                                          every scenario, 1,000 runs, a random seed
  $ skein run --scenario fan-out --tasks 12 --for 30s  one scenario, larger, for half a minute
  $ skein run --defect sequence-from-row --bail        plant a known bug, stop at the first run that shows it
  $ skein run --targets pglite,postgres --runs 2000    is every database under test PostgreSQL?
  $ skein run --seeds 0..99 --reporter json            the same hundred runs every time, as data
${EXIT_CODES}
Exit code 1 also tells that a scenario never reached what it is about, in 200 runs or more of it by the portfolio,
without a defect.`;

const MERGE_EXAMPLES = `
Examples:
  $ skein run --seed night-7 --shard 1/4 --reporter blob --outputFile 1.blob   on each of four machines …
  $ skein merge *.blob --out report.json                                       … and then, on any
${EXIT_CODES}`;

const EXPLORE_EXAMPLES = `
Examples:
  $ skein explore --preemptions unlimited                  3 completions at once, every schedule there is
  $ skein explore --defect sequence-from-row               the schedule with the fewest preemptions that shows it
  $ skein explore --scenario fan-out --for 5m --state f    as far as five minutes go …
  $ skein explore --resume f                               … and on from there

Schedules with fewer preemptions come first. Time passes only when nobody can step, unless it may pass early:
--faults 1 --allow time-passes. Exit code 0 says "proved" or "held so far", in words; the others are as everywhere.
${EXIT_CODES}`;

const REPLAY_EXAMPLES = `
Examples:
  $ skein replay sk1_8fJx…            the run that a finding printed
  $ skein replay report.json --full   the first finding of a report, every statement of it
  $ skein replay report.json --html finding.html
                                      … as a page, step by step, with tables and history
  $ skein replay sk1_8fJx… --html a.html --against saved
                                      beside the run that goes the same way and ends well
  $ skein replay sk1_8fJx… --export chrome=run.json shiviz=run.log    for Perfetto, for ShiViz
${EXIT_CODES}`;

const SHRINK_EXAMPLES = `
Examples:
  $ skein shrink sk1_8fJx…            as simple as it gets within a minute
  $ skein shrink report.json --for 5m the first finding of a report, as it was found
${EXIT_CODES}`;

const KEEP_EXAMPLES = `
Examples:
  $ skein keep sk1_8fJx… --label 'a completion lost to a duplicate key'
  $ skein keep report.json --corpus test/corpus
${EXIT_CODES}`;

const CONFORMANCE_EXAMPLES = `
Examples:
  $ skein conformance --isolation ~/src/postgresql                        all specs, on PGlite
  $ skein conformance --isolation ~/src/postgresql --target postgres      … on a real server
  $ skein conformance --isolation ~/src/postgresql --only nowait,deadlock-simple -v
Exit codes: 0 every spec passed, is known to differ or was refused; 1 a spec failed; 2 usage; 3 infrastructure.`;

const DEFECTS_EXAMPLES = `
Examples:
  $ skein defects                                        every defect, where it says it shows
  $ skein defects five-retries --strategies random,surw  one of them, by two strategies
  $ skein defects --mutants                              the mutants of every statement, where scenarios send it
Exit codes: 0 every one was found or changes nothing; 1 one survived; 2 usage; 3 infrastructure; 130 interrupted.`;

const COMPLETION_EXAMPLES = `
Examples:
  $ eval "$(skein completion bash)"      in ~/.bashrc
  $ eval "$(skein completion zsh)"       in ~/.zshrc
  $ skein completion fish > ~/.config/fish/completions/skein.fish`;

/** Wires the commands; each gives its exit code to \`leave\`. */
function program(leave: (code: number) => void): Command {
  const skein = new Command('skein')
    .description(
      'A durable workflow engine, and the simulator that runs it under every interleaving a seed can name.',
    )
    .exitOverride()
    .showHelpAfterError('(--help shows how)');

  addEngineCommands(skein, (line) => void process.stdout.write(`${line}\n`), leave);

  skein
    .command('check-history')
    .description("replay recorded histories against today's definitions: before they are deployed")
    .argument('<module>', 'a JavaScript file that exports `workflows`, a list of definitions')
    .argument('<files...>', 'histories, as `skein history --json` prints them')
    .action(async (module: string, files: string[]) => leave(await checkHistoryCommand(module, files)));

  const run = skein
    .command('run')
    .description('run seeded simulations and report every law that breaks')
    .addOption(settingOption('scenarios'))
    .addOption(settingOption('tasks'))
    .addOption(settingOption('workers'))
    .addOption(settingOption('servers'))
    .addOption(settingOption('seed'))
    .option('--seeds <a..b>', 'run exactly these seeds, or one as a finding printed it')
    .addOption(settingOption('runs'))
    .addOption(settingOption('for'))
    .addOption(settingOption('jobs'))
    .addOption(settingOption('strategy'))
    .addOption(settingOption('target'))
    .addOption(settingOption('databaseUrl'))
    .option('--targets <names>', 'hold races in plain SQL on several databases, and compare: pglite,postgres')
    .addOption(settingOption('faults'))
    .option('--defect <name>', 'plant a known bug, or a mutant')
    .addOption(settingOption('secondOpinion'))
    .addOption(settingOption('bail'))
    .addOption(settingOption('shrink'))
    .addOption(settingOption('shrinkFor'))
    .addOption(settingOption('corpus'))
    .option('--no-corpus', 'run no kept findings')
    .addOption(settingOption('reporter'))
    .addOption(settingOption('outputFile'))
    .addOption(settingOption('out'))
    .option(
      '--shard <i/n>',
      'run every n-th seed, from the i-th on (default: what SKEIN_SHARD or a job array says)',
    )
    .option('--no-color', 'no colours')
    .addHelpText('after', RUN_EXAMPLES)
    .action(async (flags: RunFlags) => leave(await runCommand(flags)));
  for (const option of outputFileOptions()) run.addOption(option);

  const merge = skein
    .command('merge')
    .description('put the shards of a campaign together: what one machine would have told')
    .argument('<blobs...>', 'what skein run --reporter blob has written, of every shard')
    .option('--partial', 'shards may be missing; the report says which', false)
    .addOption(settingOption('reporter'))
    .addOption(settingOption('out'))
    .option('--no-color', 'no colours')
    .addHelpText('after', MERGE_EXAMPLES)
    .action(async (files: string[], flags: MergeFlags) => leave(await mergeCommand(files, flags)));
  for (const option of outputFileOptions()) merge.addOption(option);

  addNightlyCommand(skein, leave);

  skein
    .command('explore')
    .description('run every schedule of a scenario within bounds: a proof for small ones')
    .option('--scenario <name>', 'the scenario (default: completions)')
    .option('--tasks <n>', "tasks (default: the scenario's)")
    .option('--workers <n>', "workers (default: the scenario's)")
    .option('--servers <n>', "server replicas (default: the scenario's)")
    .option('--seed <text>', 'of everything that is no choice (default: 0)')
    .option(
      '--preemptions <n>',
      'how often at most somebody is interrupted: a number, or unlimited (default: 2)',
    )
    .option('--faults <n>', 'how many things may go wrong in a run (default: 0)')
    .option('--allow <names...>', 'what may go wrong')
    .option('--defect <name>', 'plant a known bug')
    .addOption(settingOption('target', { default: undefined, usually: 'pglite' }))
    .addOption(settingOption('databaseUrl'))
    .option('--for <duration>', 'begin no run after this time: 30s, 5m, 2h')
    .option('--runs <n>', 'begin at most so many runs')
    .option('--state <file>', 'keep in a file how far the search is, every few seconds')
    .option('--resume <file>', 'go on with the search of such a file, and keep it there')
    .option('--reporter <name>', 'default or json', 'default')
    .option('--out <file>', 'also write the JSON report to a file')
    .option('--no-color', 'no colours')
    .addHelpText('after', EXPLORE_EXAMPLES)
    .action(async (flags: ExploreFlags) => leave(await exploreCommand(flags)));

  skein
    .command('replay')
    .description('do a recorded run again, step by step, and show what it broke')
    .argument('<token|file>', 'a replay token, a file with one, or a JSON report')
    .option('--full', 'show every statement, not only those that explain the violation', false)
    .option('--html <file>', 'write a page that shows the run step by step')
    .option('--against <run>', 'with --html: beside another run: a token, target:<name>, or saved')
    .option('--export <format=file...>', 'write the run for other tools: chrome=, shiviz= or mermaid=')
    .addOption(settingOption('databaseUrl'))
    .option('--second-opinion <name>', 'ask another database too, as the run did that found it')
    .option('--any-build', 'try a token that other code has made', false)
    .option('--no-color', 'no colours')
    .addHelpText('after', REPLAY_EXAMPLES)
    .action(async (token: string, flags: ReplayFlags) => leave(await replayCommand(token, flags)));

  skein
    .command('shrink')
    .description('make a recorded run simpler as long as it breaks the same law in the same way')
    .argument('<token|file>', 'a replay token, a file with one, or a JSON report')
    .option('--for <duration>', 'how long at most', '60s')
    .option('--html <file>', 'write a page that shows what is left, and the run as it was found')
    .addOption(settingOption('databaseUrl'))
    .option('--second-opinion <name>', 'ask another database too, as the run did that found it')
    .option('--any-build', 'try a token that other code has made', false)
    .option('--no-color', 'no colours')
    .addHelpText('after', SHRINK_EXAMPLES)
    .action(async (token: string, flags: ShrinkFlags) => leave(await shrinkCommand(token, flags)));

  skein
    .command('keep')
    .description('keep a finding, shrunk, in a file: campaigns and tests run it first')
    .argument('<token|file>', 'a replay token, a file with one, or a JSON report')
    .option('--label <text>', 'what it is about; names the file')
    .addOption(settingOption('corpus', { what: 'the folder', usually: 'sim/corpus' }))
    .option('--for <duration>', 'how long it may be shrunk', '10s')
    .addOption(settingOption('databaseUrl'))
    .option('--any-build', 'try a token that other code has made', false)
    .option('--no-color', 'no colours')
    .addHelpText('after', KEEP_EXAMPLES)
    .action(async (token: string, flags: KeepFlags) => leave(await keepCommand(token, flags)));

  skein
    .command('defects')
    .description('plant every known bug, and tell how soon each is found')
    .argument('[names...]', 'these alone (default: all defects)')
    .option('--mutants', 'the mutants of every statement in place of the defects', false)
    .option('--strategies <names>', 'who looks for them: portfolio,random,pct:5', 'portfolio')
    .option('--trials <n>', 'campaigns of each strategy, whose median is told (default: 5; --mutants: 1)')
    .option('--runs <n>', 'runs of a campaign at most (default: 2000; --mutants: 500)')
    .addOption(settingOption('target'))
    .addOption(settingOption('databaseUrl'))
    .option('--seed <text>', 'grow the seeds of all runs from this one (default: random, and printed)')
    .option('--no-shrink', 'do not tell how small findings become')
    .option('--shrink-for <duration>', 'how long each may be shrunk (default: 5s; --mutants: not at all)')
    .option('--reporter <name>', 'default or json', 'default')
    .option('--out <file>', 'also write the JSON report to a file')
    .option('--no-color', 'no colours')
    .addHelpText('after', DEFECTS_EXAMPLES)
    .action(async (names: string[], flags: DefectsFlags) => leave(await defectsCommand(names, flags)));

  skein
    .command('list')
    .description('list scenarios, strategies, targets, laws and defects')
    .option('--mutants', 'the mutants alone: bugs made by machine from every statement', false)
    .option('--no-color', 'no colours')
    .action((flags: ListFlags) => leave(listCommand(flags)));

  skein
    .command('conformance')
    .description("run PostgreSQL's own isolation specs on a target, and compare with what PostgreSQL expects")
    .requiredOption('--isolation <dir>', 'a PostgreSQL source checkout, or its src/test/isolation')
    .addOption(settingOption('target'))
    .addOption(settingOption('databaseUrl'))
    .option('--only <specs>', 'these specs alone, their names separated by commas')
    .option('-v, --verbose', 'show every difference whole, not only the beginning of the first', false)
    .option('--no-color', 'no colours')
    .addHelpText('after', CONFORMANCE_EXAMPLES)
    .action(async (flags: ConformanceFlags) => leave(await conformanceCommand(flags)));

  skein
    .command('tour')
    .description('the main job and the story behind it, in under a minute')
    .option('--no-color', 'no colours')
    .action(async (flags: { color: boolean }) => leave(await tourCommand(flags)));

  skein
    .command('init')
    .description('begin in a project of your own: a configuration, a scenario, a test')
    .option('--no-color', 'no colours')
    .action((flags: { color: boolean }) => leave(initCommand(flags)));

  skein
    .command('doctor')
    .description('say what is here, what is missing, and what to do about it')
    .option('--json', 'as data', false)
    .option('--no-color', 'no colours')
    .addHelpText('after', '\nExit codes: 0 skein run has all it needs, 3 it has not.')
    .action(async (flags: DoctorFlags) => leave(await doctorCommand(flags)));

  skein
    .command('completion')
    .description('print a script that has a shell complete command lines')
    .argument('<shell>', 'bash, zsh or fish')
    .addHelpText('after', COMPLETION_EXAMPLES)
    .action((shell: string) => leave(completionCommand(shell, skein)));

  addConfigOptions(skein.commands);
  skein.hook('preAction', async (_, command) => await applySettings(command));
  for (const command of skein.commands) command.exitOverride();
  return skein;
}

/** Tells an error in one line, nondeterminism with the two runs side by side. */
function tell(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`skein: ${message.split('\n')[0]}\n`);
  if (error instanceof NondeterminismError) process.stderr.write(`${divergenceText(error)}\n`);
  if (process.env['SKEIN_DEBUG'] !== undefined && error instanceof Error)
    process.stderr.write(`${error.stack}\n`);
}

process.stdout.on('error', (error) => {
  if ('code' in error && error.code === 'EPIPE') process.exit(EXIT.infrastructure); // whoever read has gone
  throw error;
});

let code: number = EXIT.usage;
try {
  await program((given) => {
    code = given;
  }).parseAsync();
} catch (error) {
  if (error instanceof CommanderError) code = error.exitCode === 0 ? EXIT.held : EXIT.usage;
  else {
    tell(error);
    code = exitCodeOf(error);
  }
}
process.exitCode = code;
