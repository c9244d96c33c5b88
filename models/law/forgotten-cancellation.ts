import type { Evidence } from './evidence.ts';
import type { Witness } from './law.ts';

/** A workflow of which a caller was told that it is to cancel, and that is seen as if it were to go on. */
export function forgottenCancellation({ calls }: Evidence): Witness | undefined {
  const toldAt = new Map<string, number>();
  for (const { operation, request, answer, isRefused, calledAt, answeredAt } of calls) {
    if (isRefused) continue;
    const { workflowId } = request as { readonly workflowId?: string };
    if (workflowId === undefined) continue;
    if (operation === 'cancelWorkflow') {
      const { type } = answer as { readonly type: string };
      if (type === 'REQUESTED' && !toldAt.has(workflowId)) toldAt.set(workflowId, answeredAt);
    } else if (operation === 'queryWorkflow') {
      const { status } = answer as { readonly status: string };
      if (status !== 'PENDING' || calledAt < (toldAt.get(workflowId) ?? Number.POSITIVE_INFINITY)) continue;
      return {
        sentence: `Workflow ${workflowId} is PENDING in step ${calledAt}, though its cancellation was acknowledged in step ${toldAt.get(workflowId)}.`,
        subjects: [workflowId],
        shape: 'a workflow PENDING that is to cancel',
      };
    }
  }
  return undefined;
}
