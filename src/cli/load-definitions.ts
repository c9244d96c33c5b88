import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AnyWorkflow } from '../sdk/index.ts';
import type { AnyTask } from '../worker/index.ts';
import { UsageError } from './usage-error.ts';

/** What a module gives a worker to run. */
export type Definitions = { readonly workflows: readonly AnyWorkflow[]; readonly tasks: readonly AnyTask[] };

/**
 * Imports a module of definitions: it exports `workflows`, `tasks` or both, each a list of definitions.
 *
 * @param path of a file, from the working directory
 * @throws {UsageError} when it cannot be imported, or has no definitions
 */
export async function loadDefinitions(path: string): Promise<Definitions> {
  let module: Readonly<Record<string, unknown>>;
  try {
    module = (await import(pathToFileURL(resolve(path)).href)) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new UsageError(`${path} cannot be imported: ${reason}`, { cause });
  }
  const { workflows = [], tasks = [] } = module;
  for (const [name, list] of Object.entries({ workflows, tasks })) {
    if (!Array.isArray(list) || !list.every(isDefinition)) {
      throw new UsageError(`${path} exports ${name}, which is no list of definitions`);
    }
    const names = list.map((each) => each.name);
    const twice = names.find((each, index) => names.indexOf(each) !== index);
    if (twice !== undefined) throw new UsageError(`${path} exports ${name} with "${twice}" in it twice`);
  }
  const definitions = { workflows, tasks } as Definitions; // lists of definitions, as was seen just now
  if (definitions.workflows.length + definitions.tasks.length === 0) {
    throw new UsageError(`${path} exports neither workflows nor tasks: export lists of definitions`);
  }
  return definitions;
}

function isDefinition(value: unknown): value is { readonly name: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'run' in value &&
    typeof value.run === 'function'
  );
}
