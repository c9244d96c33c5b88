import type { Command } from 'commander';
import type { NightlyFlags } from './night-plan.ts';
import { settingOption } from './setting/index.ts';

const EXAMPLES = `
Examples:
  $ skein nightly --for 8h --out reports/nightly   a night; then open reports/nightly/index.html
  $ skein nightly --resume --out reports/nightly   goes on with one that was stopped or killed
  $ skein nightly --for 2m --defect five-retries   what a red night looks like
  $ skein nightly --blobs shards/*.blob            a night on many machines, told by one

The index and each night's page are files that need nothing but a browser. A night keeps a journal of what is done, and
loses a second of it at most, whatever ends it. Exit code 1: red; 0: green; the others as everywhere.`;

/** Here `--targets` are no races in plain SQL. */
const always = { unless: [] };

/** Adds `skein nightly`. Pages are drawn by what takes a while to load, so it is loaded when it is needed. */
export function addNightlyCommand(skein: Command, leave: (code: number) => void): void {
  skein
    .command('nightly')
    .description('run everything for a night: kept findings, planted bugs, every scenario; and write pages')
    .option('--for <duration>', 'how long: 30m, 8h (default: 30m, or no limit with --runs)')
    .option('--runs <n>', 'how many runs, after kept findings and planted bugs')
    .addOption(settingOption('nights'))
    .option('--resume', 'go on with the latest night there that is not over', false)
    .option('--scenario <names...>', 'these scenarios alone (default: all)')
    .option('--targets <names>', 'databases under test (default: pglite, and postgres if it is there)')
    .addOption(settingOption('databaseUrl'))
    .addOption(settingOption('jobs', always))
    .option('--seed <text>', "grow the seeds of all runs from this one (default: the night's own)")
    .option(
      '--blobs <files...>',
      'tell runs that other machines made (skein run --reporter blob), and make none',
    )
    .option('--defect <name>', 'plant a known bug, or a mutant, in all runs')
    .option('--no-ladder', 'plant the canary alone, not the bugs of the ladder')
    .addOption(settingOption('shrink', always))
    .addOption(settingOption('shrinkFor', always))
    .addOption(settingOption('corpus', always))
    .option('--no-corpus', 'run no kept findings')
    .option('--no-color', 'no colours')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: NightlyFlags) => {
      const { nightlyCommand } = await import('./nightly-command.ts');
      leave(await nightlyCommand(flags));
    });
}
