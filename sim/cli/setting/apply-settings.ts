import { type Command, CommanderError } from 'commander';
import { decodeToken } from '../../campaign/index.ts';
import { TARGETS } from '../targets.ts';
import { readToken } from '../token-file.ts';
import { loadConfig } from './config-file.ts';
import { SettingOption } from './setting.ts';
import { settle } from './settle.ts';
import { settledText } from './settled-text.ts';

/** Adds what every command with settings has to find and to show them. */
export function addConfigOptions(commands: readonly Command[]): void {
  for (const command of commands.filter(hasSettings)) {
    command
      .option('--config <file>', 'usual values of options (default: skein.config.ts, if it is there)')
      .option('--print-config', 'print what options come to and by whose word, and do nothing');
  }
}

/**
 * Gives the options of a command, before its action, what the environment and the configuration say.
 *
 * @throws {UsageError} when one of them says something wrong
 * @throws {CommanderError} in place of the action, where options were only to be printed
 */
export async function applySettings(command: Command): Promise<void> {
  if (!hasSettings(command)) return;
  const { config, printConfig } = command.opts<{ config?: string; printConfig?: true }>();
  const file = await loadConfig(config);
  const settled = settle(command, process.env, file, (key) => key === 'databaseUrl' && !takesUrl(command));
  if (printConfig) {
    process.stdout.write(`${settledText(settled)}\n`);
    throw new CommanderError(0, 'skein.printConfig', 'printed');
  }
  if (file && file.own.length > 0) command.setOptionValueWithSource('own', file.own, 'config');
}

function hasSettings(command: Command): boolean {
  return command.options.some((option) => option instanceof SettingOption);
}

/** Whether a server that runs already is of use: to one of the targets of a command, or to the token's. */
function takesUrl(command: Command): boolean {
  const { target, targets } = command.opts<{ target?: string; targets?: string }>();
  const hasOne = command.options.some((option) => option.attributeName() === 'target');
  if (!hasOne && targets === undefined && command.registeredArguments.length === 0) return true; // it looks for all
  const names = targets?.split(',') ?? [target ?? targetOfToken(command.args[0])];
  return TARGETS.some(({ name, takesUrl }) => takesUrl && names.some((each) => each?.trim() === name));
}

/** The target of a token's run; undefined where it is none, which the command says better. */
function targetOfToken(tokenOrFile: string | undefined): string | undefined {
  if (tokenOrFile === undefined) return undefined;
  try {
    return decodeToken(readToken(tokenOrFile, 'found')).target;
  } catch {
    return undefined;
  }
}
