import { existsSync } from 'node:fs';
import { dirname, extname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../../../src/cli/index.ts';
import type { OwnScenario, SkeinConfig } from '../../config/index.ts';
import { hintFor, namesOf } from '../choose-named.ts';
import { REPORTERS } from '../reporter/index.ts';
import type { FlagValue } from './kind.ts';
import { SETTINGS, settingOf } from './settings.ts';

/** What a configuration says. */
export type ConfigFile = {
  /** As messages name it. */
  readonly name: string;
  /** By key, as flags would say it. */
  readonly values: ReadonlyMap<string, FlagValue>;
  /** Scenarios that it brings. */
  readonly own: readonly OwnScenario[];
};

/** What the file is called, in the working directory. */
const NAMES = ['skein.config.ts', 'skein.config.mts', 'skein.config.js', 'skein.config.mjs'] as const;

/** The module that a configuration has `defineConfig` from: this program's own, wherever the file lies. */
const CONFIG_MODULE = fileURLToPath(
  new URL(`../../config/index${extname(import.meta.url)}`, import.meta.url),
);

/**
 * Loads the configuration, if there is one. Node of this version cannot read TypeScript, jiti can.
 *
 * @param given the file, in place of one of the usual name in the working directory
 * @throws {UsageError} when it cannot be loaded, or has keys that are no settings
 */
export async function loadConfig(given: string | undefined): Promise<ConfigFile | undefined> {
  const name = given ?? usualFile();
  if (name === undefined) return undefined;
  const file = resolve(name);
  if (!existsSync(file)) throw new UsageError(`--config ${name}: there is no such file`);
  const { createJiti } = await import('jiti');
  const jiti = createJiti(import.meta.url, {
    alias: { 'skein/config': CONFIG_MODULE },
    interopDefault: false,
  });
  let module: { readonly default?: unknown };
  try {
    module = await jiti.import<{ readonly default?: unknown }>(file);
  } catch (cause) {
    throw new UsageError(`${name} cannot be loaded: ${oneLine(cause)}`, { cause });
  }
  const exported = module.default;
  if (typeof exported !== 'object' || exported === null || Array.isArray(exported)) {
    throw new UsageError(`${name} has no configuration: export default defineConfig({ … })`);
  }
  const values = new Map<string, FlagValue>();
  for (const [key, value] of Object.entries(exported)) {
    if (value === undefined) continue;
    const flag = read(name, key, value);
    if (key === 'outputFile' && typeof value === 'object') readOutputFiles(name, value ?? {}, values);
    else values.set(key, flag);
  }
  const { scenarios = [] } = exported as SkeinConfig; // looked at just now, as all the rest
  return { name, values, own: scenarios.filter((each) => typeof each === 'object') };
}

function read(name: string, key: string, value: unknown): FlagValue {
  const setting = settingOf(key);
  if (!setting) throw new UsageError(`${name}: unknown key "${key}": ${hintFor(key, Object.keys(SETTINGS))}`);
  const flag = setting.takes.read(`${name}: ${key}`, value);
  if (!setting.takes.isPath || typeof flag !== 'string') return flag;
  return relative('', resolve(dirname(name), flag)) || '.';
}

/** Reporters' files, each a setting of its own. */
function readOutputFiles(name: string, files: object, values: Map<string, FlagValue>): void {
  const known = namesOf(REPORTERS);
  for (const [reporter, file] of Object.entries(files)) {
    if (!known.includes(reporter))
      throw new UsageError(`${name}: outputFile names "${reporter}": ${hintFor(reporter, known)}`);
    values.set(`outputFile.${reporter}`, read(name, 'outputFile', file));
  }
}

/** An error in one line, and the place that a second line names. */
function oneLine(error: unknown): string {
  return String(error).split('\n', 2).join(' at ').replaceAll(/\s+/g, ' ');
}

/** The configuration of the working directory, if it has one. @throws {UsageError} when there are several. */
export function usualFile(): string | undefined {
  const [file, other] = NAMES.filter((name) => existsSync(name));
  if (other !== undefined) throw new UsageError(`there are both ${file} and ${other}: keep one of them`);
  return file;
}
