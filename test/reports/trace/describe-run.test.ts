import { describe, expect, it } from 'vitest';
import { describeRun, type ShownRun } from '../../../reports/trace/describe-run.ts';
import type { Film } from '../../../sim/film/index.ts';
import { call, type Move, resultOf, sql, violation, wait } from '../../support/results.ts';

const FILM: Film = {
  tables: [{ name: 'workflow_event', columns: ['workflow_id', 'sequence'], key: [0, 1] }],
  frames: [{ step: 2, changes: [{ table: 0, before: undefined, after: ['sum', '5'] }] }],
  unseen: [],
  alternatives: new Map([[2, [{ actor: 'worker-1', label: 'answer to\n  completeTask' }]]]),
};
const [ONE, TWO] = ['server-1/completeTask worker-1#1', 'server-1/completeTask worker-2#1'];
const MOVES: readonly Move[] = [
  call(ONE, 'completeTask', { taskId: 'sum/task/1' }),
  sql(ONE, 'select max(sequence) from workflow_event', {
    rows: [{ sequence: 5, big: true, list: ['a'], none: null }],
    count: 1,
    command: 'SELECT',
    columns: ['sequence', 'big', 'list', 'none'].map((name) => ({ name, typeId: 0 })),
  }),
  call(TWO, 'completeTask', { taskId: 'sum/task/2' }),
  sql(TWO, 'select max(sequence) from workflow_event'),
  wait(TWO, 'update t set n = 1'),
  sql(ONE, 'insert into t', { code: '23505', message: 'no', constraint: 't_pkey' }),
];

function shown(overrides: Partial<ShownRun> = {}): ShownRun {
  return {
    run: resultOf(MOVES),
    film: FILM,
    releases: new Map(),
    wasDisturbed: false,
    violation: violation('exactly-once', ['sum', 'sum/task/1']),
    shown: undefined,
    turn: undefined,
    id: 'run',
    label: 'Run',
    command: 'npx skein replay sk1_x',
    target: 'pglite',
    ...overrides,
  };
}

describe('a run as its page shows it', () => {
  it('says in a few words what each step did, with the statement, what was bound, and all rows as text', () => {
    const { steps, statements } = describeRun(shown());
    expect(steps.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      'call: calls completeTask sum/task/1',
      'sql: SELECT max(sequence) FROM workflow_event',
      'call: calls completeTask sum/task/2',
      'sql: SELECT max(sequence) FROM workflow_event',
      'wait: update t set n = 1',
      'sql: INSERT t',
    ]);
    expect(statements[steps[1]?.statement ?? -1]).toBe('select max(sequence) from workflow_event');
    expect(steps[3]?.statement).toBe(steps[1]?.statement);
    expect(steps[1]?.answer).toMatchObject({ rows: [['5', 'true', '[\n "a"\n]', null]], more: 0, count: 1 });
    expect(steps[5]).toMatchObject({
      isBad: true,
      answer: { code: '23505', constraint: 't_pkey', detail: '' },
    });
    expect(steps[1]?.instead).toEqual(['worker-1: answer to completeTask']);
  });

  it('tells the story of those who explain the violation', () => {
    const { story, actors } = describeRun(shown());
    expect(story?.actors.map((actor) => actors[actor]?.title)).toEqual([
      'completeTask sum/task/1',
      'completeTask sum/task/2',
    ]);
    expect(story).toMatchObject({ from: 2, to: 6 });
    expect(describeRun(shown({ violation: undefined })).story).toBeNull();
  });

  it('marks where it was lost, where it shows, and what was refused, each with what that means', () => {
    const turn = { step: 4, tried: 3, savedBy: ONE, saved: undefined, runs: 9 };
    const { moments } = describeRun(shown({ turn, shown: 2 }));
    expect(moments.map(({ step, label }) => `${step} ${label}`)).toEqual([
      '2 Law broken from here on',
      '4 Point of no return',
      '6 Refused',
    ]);
    expect(moments[1]?.meaning).toContain('After step 3 the run could still be saved');
    expect(moments[1]?.meaning).toContain('on with completeTask sum/task/1 going first');
    expect(moments[1]?.meaning).toContain('all 3 continuations that were tried');
    expect(describeRun(shown({ turn })).moments.map(({ label }) => label)).toContain('Shows in the end');
    expect(describeRun(shown({ violation: undefined })).moments.map(({ kind }) => kind)).not.toContain('end');
  });

  it.each([
    [{}, /Tables are as others see them: what is committed\. .* it was the same run all the same: hash/],
    [{ wasDisturbed: true }, /Looking at the tables between steps made it another run/],
    [{ film: { ...FILM, tables: [] } }, /cannot be looked at while sessions go on/],
    [{ film: { ...FILM, unseen: [3] } }, /After 1 step a lock kept readers out/],
    [{}, /was not found out in the time/],
    [
      { turn: { step: 0, tried: 2, savedBy: undefined, saved: undefined, runs: 2 } },
      /no point of no return: gone on with from the very start, all 2/,
    ],
  ] as const)('says what it rests on %#', (overrides, note) => {
    expect(describeRun(shown(overrides)).notes.join('\n')).toMatch(note);
  });

  it('has histories where the tables of the engine are, and frames as they were filmed', () => {
    const { history, frames } = describeRun(shown());
    expect(history?.table).toBe('workflow_event');
    expect(frames).toEqual([[2, [[0, null, ['sum', '5']]]]]);
    expect(describeRun(shown({ film: { ...FILM, tables: [], frames: [] } })).history).toBeNull();
  });

  it('has a fault as a step of its own, or as what came of a statement', () => {
    const detail = { kind: 'answer', operation: 'completeTask', handler: ONE, response: { error: 'lost' } };
    const run = resultOf([
      ...MOVES,
      { actor: 'worker-1', fault: 'lost-answer', detail },
      { ...sql(ONE, 'commit'), fault: 'read-error' },
    ]);
    const { steps, moments } = describeRun(shown({ run }));
    expect(steps[6]).toMatchObject({ kind: 'fault', fault: 'lost-answer' });
    expect(steps[7]).toMatchObject({ kind: 'sql', fault: 'read-error', result: '⚡ read-error: ok' });
    expect(moments.filter(({ kind }) => kind === 'fault').map(({ step }) => step)).toEqual([7, 8]);
  });
});
