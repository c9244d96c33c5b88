export { addEngineCommands } from './engine-commands.ts';
export { type Definitions, loadDefinitions } from './load-definitions.ts';
export { UsageError } from './usage-error.ts';
