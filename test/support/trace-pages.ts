import type { PageActor, PageRun, PageStep, TracePage } from '../../reports/trace/page-data.ts';

/** A page about one run. */
export function pageOf(run: PageRun): TracePage {
  return { title: run.label, runs: [run], comparison: null };
}

/** A run to be shown, made up by hand: what a test does not speak of is empty. */
export function pageRun(overrides: Partial<PageRun> = {}): PageRun {
  return {
    id: 'run',
    label: 'Run',
    verdict: null,
    summary: 'made up',
    facts: [],
    command: '',
    notes: [],
    actors: [pageActor('server-1')],
    groups: [{ name: 'server-1', tracks: 1 }],
    statements: [],
    steps: [],
    transactions: [],
    waits: [],
    tables: [],
    frames: [],
    story: null,
    moments: [],
    history: null,
    ...overrides,
  };
}

export function pageActor(name: string, overrides: Partial<PageActor> = {}): PageActor {
  return { name, title: name, group: 0, track: 0, from: 1, to: Number.MAX_SAFE_INTEGER, ...overrides };
}

export function pageStep(text: string, overrides: Partial<PageStep> = {}): PageStep {
  return { ms: 0, actor: 0, kind: 'sql', text, result: '1 row', ...overrides };
}

/** Statements of a hundred handlers on three servers, each of which changes a row now and then. */
export function largeRun(count: number): PageRun {
  const actors = Array.from({ length: 100 }, (_, index) =>
    pageActor(`server-${(index % 3) + 1}/completeTask worker-${index}`, {
      title: `completeTask order-${index}/task/1`,
      group: index % 3,
      track: Math.floor(index / 3) % 6,
    }),
  );
  const steps = Array.from({ length: count }, (_, index) =>
    pageStep(`UPDATE task_execution status=COMPLETED (${index + 1})`, {
      ms: index,
      actor: index % actors.length,
      statement: 0,
      values: [`order-${index}/task/1`, String(index)],
      answer: { columns: ['id'], rows: [[`order-${index}/task/1`]], more: 0, count: 1 },
    }),
  );
  return pageRun({
    actors,
    groups: [1, 2, 3].map((server) => ({ name: `server-${server}`, tracks: 6 })),
    statements: [
      "update task_execution set status = 'COMPLETED' where id = $1 and attempt = $2 returning id",
    ],
    steps,
    tables: [{ name: 'task_execution', columns: ['id', 'status'], key: [0] }],
    frames: steps.flatMap((_, index) =>
      index % 5 === 0 ? [[index + 1, [[0, null, [`order-${index}/task/1`, 'COMPLETED']]]] as const] : [],
    ),
  });
}
