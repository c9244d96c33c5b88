import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';

/**
 * Starts a thread of a module of the project. Run from its sources, the project is loaded by something that a new thread
 * does not have, and is given.
 */
export function startThread(module: URL, options: WorkerOptions): Worker {
  if (!module.href.endsWith('.ts')) return new Worker(module, { ...options, execArgv: [] });
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx/esm/api')).href;
  const program = `import(${JSON.stringify(loader.replace(/cjs$/, 'mjs'))}).then(({ register }) => {
    register();
    return import(${JSON.stringify(module.href)});
  });`;
  return new Worker(program, { ...options, eval: true, execArgv: [] });
}
