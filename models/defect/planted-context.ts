import type { AnyWorkflow, WorkflowContext } from '../../src/sdk/index.ts';

/** The same workflow, whose code is given another context: each time it begins, what `change` makes of its own. */
export function withContext(
  definition: AnyWorkflow,
  change: (context: WorkflowContext) => Partial<WorkflowContext>,
): AnyWorkflow {
  return {
    ...definition,
    run: (context, input) => {
      const inherited = Object.create(context) as WorkflowContext; // has all that the context has, getters too
      return definition.run(Object.assign(inherited, change(context)), input);
    },
  };
}
