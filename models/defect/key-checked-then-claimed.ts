import { claimIdempotencyKey, isKeyHeld } from '../../src/store/index.ts';
import type { Defect } from './defect.ts';

/** Requests with one key come in at once; each finds the key free, starts its workflow, and claims the key. */
export const keyCheckedThenClaimed: Defect = {
  name: 'key-checked-then-claimed',
  summary: 'whether an idempotency key is free is asked first, and it is claimed when the workflow is there',
  source: 'check-then-create, the commonest way to implement idempotency keys',
  breaks: 'conserved',
  shows: { scenario: 'same-key', least: { actors: 2, preemptions: 1, faults: 0 } },
  apply: (engine, { sql }) => ({
    ...engine,
    async startWorkflow(request) {
      const { idempotencyKey: key, ...unkeyed } = request;
      if (key === undefined) return await engine.startWorkflow(request);
      const scope = `start-workflow/${request.kind}`;
      if (await isKeyHeld(sql, scope, key)) return await engine.startWorkflow(request);
      const answer = await engine.startWorkflow(unkeyed);
      await claimIdempotencyKey(sql, { scope, key, owner: request.id });
      return answer;
    },
  }),
};
