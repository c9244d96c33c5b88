import type { Command, Option } from 'commander';
import { DEFECTS } from '../../../models/defect/index.ts';
import { BEHAVIOUR_SCENARIOS } from '../../behaviour/index.ts';
import { FAULTS } from '../../fault/index.ts';
import { SCENARIOS } from '../../scenario/index.ts';
import { STRATEGIES } from '../../strategy/index.ts';
import { namesOf } from '../choose-named.ts';
import { SettingOption } from '../setting/index.ts';
import { OPINIONS, TARGETS } from '../targets.ts';

/** What can follow an option, or stand as an argument. */
export type Words = {
  /** Names that are known; none, if anything may be there. */
  readonly names: readonly string[];
  readonly isPath: boolean;
};

/** An option as a shell completes it. */
export type OptionWords = {
  /** With their dashes: `--verbose`, `-v`. */
  readonly flags: readonly string[];
  readonly what: string;
  /** What follows it; undefined if nothing does. */
  readonly takes: Words | undefined;
  /** Whether several words may follow. */
  readonly isVariadic: boolean;
};

/** A command as a shell completes it. */
export type CommandWords = {
  readonly name: string;
  readonly what: string;
  readonly options: readonly OptionWords[];
  readonly argument: Words;
};

/** Names that can follow options which are no settings, and stand as arguments, by what these are called. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  scenario: namesOf([...SCENARIOS, ...BEHAVIOUR_SCENARIOS]),
  defect: namesOf(DEFECTS),
  names: namesOf(DEFECTS), // the argument of skein defects
  allow: namesOf(FAULTS),
  strategies: namesOf(STRATEGIES),
  targets: namesOf(TARGETS),
  'second-opinion': namesOf(OPINIONS),
  reporter: ['default', 'json'],
  'log-level': ['debug', 'info', 'warn', 'error', 'silent'],
  shell: ['bash', 'zsh', 'fish'],
};

const PATHS = /file|dir|folder|module|token\|file/;

/** Everything that can be written after `skein`. */
export function commandTree(program: Command): readonly CommandWords[] {
  const help = program.createHelp();
  return help.visibleCommands(program).map((command) => ({
    name: command.name(),
    what: command.description(),
    options: help.visibleOptions(command).map(wordsOf),
    argument: {
      names: command.registeredArguments.flatMap((argument) => KNOWN[argument.name()] ?? []),
      isPath: command.registeredArguments.some((argument) => PATHS.test(argument.name())),
    },
  }));
}

function wordsOf(option: Option): OptionWords {
  const takes = option instanceof SettingOption ? option.setting.takes : undefined;
  const names = takes && takes.names.length > 0 ? takes.names : (KNOWN[option.name()] ?? []);
  const isPath = takes?.isPath ?? PATHS.test(option.flags);
  return {
    flags: [option.long, option.short].flatMap((flag) => flag ?? []),
    what: option.description,
    takes: option.required || option.optional ? { names, isPath } : undefined,
    isVariadic: option.variadic,
  };
}
