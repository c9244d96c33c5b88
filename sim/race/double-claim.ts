import type { Race, Racer } from './race.ts';
import { JOBS } from './tables.ts';

/** A claim in two steps: look for a free job, then take it. */
const claim =
  (lock: string): ((name: string) => Racer) =>
  (name) =>
  async ({ query }) => {
    await query('begin');
    const [job] = await query<{ id: number }>(
      `select id from job where taken_by is null order by id limit 1 ${lock}`.trim(),
    );
    if (job) {
      await query(
        `update job set taken_by = coalesce(taken_by || ' and ', '') || $1 where id = $2 returning taken_by`,
        [name, job.id],
      );
    }
    await query('commit');
  };

const doubleClaim = (name: string, how: string, racer: (name: string) => Racer): Race => ({
  name,
  summary: `three workers claim two jobs, ${how}`,
  schema: [JOBS],
  rows: ['insert into job (id) values (1), (2)'],
  racers: { ada: racer('ada'), ben: racer('ben'), cem: racer('cem') },
  left: ['select id, taken_by from job order by id'],
});

/** Who claims the same job, and who waits for whom. */
export const doubleClaims: readonly Race[] = [
  doubleClaim('double-claim', 'looking first: one job may be claimed twice', claim('')),
  doubleClaim('claim-for-update', 'FOR UPDATE: who waited looks again', claim('for update')),
  doubleClaim('claim-skip-locked', 'FOR UPDATE SKIP LOCKED: nobody waits', claim('for update skip locked')),
];
