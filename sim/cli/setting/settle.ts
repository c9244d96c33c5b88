import type { Command } from 'commander';
import type { ConfigFile } from './config-file.ts';
import type { FlagValue } from './kind.ts';
import { SettingOption } from './setting.ts';

/** A setting of a command, what it came to, and by whose word. */
export type Settled = {
  readonly option: SettingOption;
  /** What the command is given; undefined where it works that out by itself. */
  readonly value: unknown;
  /** The flag, the variable or the file that says so; undefined where none does. */
  readonly origin: string | undefined;
};

/** Who is asked: the lowest wins. */
const RANK = { flag: 0, variable: 1, file: 2 } as const;

/**
 * Gives a command's options their values: a flag wins over a variable, a variable over the configuration, and that over
 * the default. What is said on a lower level is left out where a higher one says the same in other words.
 *
 * @param isUseless whether a setting, which no flag gave, is of no use to this command now that all others are settled
 * @throws {UsageError} when a variable says something wrong
 */
export function settle(
  command: Command,
  environment: Readonly<Record<string, string | undefined>>,
  file: ConfigFile | undefined,
  isUseless: (key: string) => boolean,
): readonly Settled[] {
  const options = command.options.filter((option) => option instanceof SettingOption);
  const given = new Map<string, number>();
  const origins = new Map<SettingOption, string>();
  for (const option of command.options) {
    if (command.getOptionValueSource(option.attributeName()) !== 'cli') continue;
    given.set(option.attributeName(), RANK.flag);
    if (option instanceof SettingOption) origins.set(option, `${option.long}`);
  }
  const take = (option: SettingOption, rank: number, origin: string, value: FlagValue | undefined): void => {
    const name = option.attributeName();
    const isSaid = [name, ...(option.setting.unless ?? [])].some((each) => (given.get(each) ?? rank) < rank);
    if (value === undefined || isSaid) return;
    given.set(name, rank);
    origins.set(option, origin);
    command.setOptionValueWithSource(name, value, rank === RANK.file ? 'config' : 'env');
  };
  for (const option of options) {
    const { variable, setting } = option;
    const text = environment[variable] ?? '';
    const value = text === '' ? undefined : setting.takes.read(variable, setting.takes.fromText(text));
    take(option, RANK.variable, variable, value);
  }
  for (const option of options) {
    if (file) take(option, RANK.file, file.name, file.values.get(option.key));
  }
  for (const option of options) {
    if (given.get(option.attributeName()) === RANK.flag || !isUseless(option.key)) continue;
    command.setOptionValueWithSource(option.attributeName(), undefined, 'default');
    origins.delete(option);
  }
  return options.map((option) => {
    const value: unknown = command.getOptionValue(option.attributeName());
    return { option, value, origin: origins.get(option) };
  });
}
