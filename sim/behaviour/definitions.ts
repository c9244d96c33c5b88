import type { AnyWorkflow } from '../../src/sdk/index.ts';
import type { AnyTask } from '../../src/worker/index.ts';
import type { Behaviour } from './behaviour.ts';

/** What one of two workers runs so that all of these behaviours can be shown. Definitions that are shared count once. */
export function definitionsOf(
  behaviours: readonly Behaviour[],
  worker: 0 | 1,
): { readonly workflows: readonly AnyWorkflow[]; readonly tasks: readonly AnyTask[] } {
  const workflows = new Set(behaviours.flatMap((behaviour) => behaviour.workflows));
  const tasks = behaviours.flatMap((behaviour) => [
    ...(behaviour.tasks ?? []),
    ...(behaviour.tasksApart?.[worker] ?? []),
  ]);
  return { workflows: [...workflows], tasks: [...new Set(tasks)] };
}
