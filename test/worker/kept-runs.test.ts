import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/ports/system/index.ts';
import { workflow, WorkflowRun } from '../../src/sdk/index.ts';
import { KeptRuns } from '../../src/worker/kept-runs.ts';

const definition = workflow({ name: 'w', run: () => Promise.resolve() });
const runOf = (id: string): WorkflowRun => new WorkflowRun(definition, id, 'default', systemClock);

describe('KeptRuns', () => {
  it('gives each run away once', () => {
    const kept = new KeptRuns(2);
    const run = runOf('a');
    kept.keep('a', run);

    expect(kept.take('b')).toBeUndefined();
    expect(kept.take('a')).toBe(run);
    expect(kept.take('a')).toBeUndefined();
  });

  it('forgets the one that was kept longest ago when there are too many', () => {
    const kept = new KeptRuns(2);
    for (const id of ['a', 'b']) kept.keep(id, runOf(id));
    const again = kept.take('a') ?? runOf('none');
    kept.keep('a', again);
    kept.keep('c', runOf('c'));

    expect(kept.take('b')).toBeUndefined();
    expect(kept.take('a')).toBe(again);
    expect(kept.take('c')).toBeDefined();
  });

  it('keeps none if it is to keep none', () => {
    const kept = new KeptRuns(0);
    kept.keep('a', runOf('a'));

    expect(kept.take('a')).toBeUndefined();
  });
});
