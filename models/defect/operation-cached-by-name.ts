import type { Defect } from './defect.ts';
import { withContext } from './planted-context.ts';

/** Two operations of one name are one operation, and the second one never runs. */
export const operationCachedByName: Defect = {
  name: 'operation-cached-by-name',
  summary: 'the result of an operation is remembered under its name, and not under its position',
  source: 'a cache whose key says too little',
  breaks: 'replayable',
  shows: {
    scenario: 'memory',
    size: { tasks: 1, workers: 1, servers: 1 },
    least: { actors: 1, preemptions: 0, faults: 0 },
  },
  applyToWorkflow: (definition) =>
    withContext(definition, (context) => {
      const results = new Map<string, Promise<unknown>>();
      return {
        run: <Result>(name: string, operation: () => Promise<Result> | Result) => {
          const result = results.get(name) ?? context.run(name, operation);
          results.set(name, result);
          return result as Promise<Result>; // or of another type, which is the bug
        },
      };
    }),
};
