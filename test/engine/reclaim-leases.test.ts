import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createEngine, createSweeps } from '../../src/engine/index.ts';
import { systemRandom } from '../../src/ports/system/index.ts';
import { lockWorkflow } from '../../src/store/index.ts';
import { onEachDatabase } from '../support/databases.ts';
import { claimWorkflow, start, workflowRow } from '../support/engine.ts';

/** Long enough for a sweep to come to a lock. */
const A_WHILE_MS = 300;

onEachDatabase((sql) => {
  const ports = { sql, random: systemRandom };
  const [engine, sweeps] = [createEngine(ports), createSweeps(ports)];

  /** A workflow whose worker was not heard of. */
  async function abandoned(workflowId: string): Promise<void> {
    await start(engine, workflowId);
    await claimWorkflow(engine);
    await sql.query(
      `update workflow_execution set lease_expires_at = now() - interval '1 second' where id = $1`,
      [workflowId],
    );
  }

  describe('workflows whose leases are over', () => {
    it('can be claimed again', async () => {
      await abandoned('w1');
      expect(await sweeps.reclaimLeases({ limit: 10 })).toEqual({ count: 1 });
      expect(await workflowRow(sql, 'w1')).toMatchObject({ status: 'PENDING', leaseToken: null });
      expect(await claimWorkflow(engine)).toMatchObject({ workflowId: 'w1' });
    });

    it('are left alone while the lease lasts', async () => {
      await start(engine, 'w1');
      await claimWorkflow(engine);
      expect(await sweeps.reclaimLeases({ limit: 10 })).toEqual({ count: 0 });
      expect(await workflowRow(sql, 'w1')).toMatchObject({ status: 'RUNNING' });
    });

    it('are looked for again at once where there were as many as was asked for', async () => {
      await abandoned('w1');
      await abandoned('w2');
      expect(await sweeps.reclaimLeases({ limit: 1 })).toEqual({ count: 1, nextInMs: 0 });
      expect(await sweeps.reclaimLeases({ limit: 10 })).toEqual({ count: 1 });
    });

    it('are waited for where somebody has them locked: whoever is never alone is not forgotten', async () => {
      await abandoned('w1');
      const holding = sql.transaction(async (session) => {
        await lockWorkflow(session, 'w1');
        await delay(A_WHILE_MS);
      });
      const sweep = sweeps.reclaimLeases({ limit: 10 });
      await holding;
      expect(await sweep).toEqual({ count: 1 });
    });
  });
});
