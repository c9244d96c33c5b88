import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { paintFor, plural, replayCommand, violationText } from '../../reports/index.ts';
import { runPlan, sequenceFromRow } from '../support/campaigns.ts';
import { call, elsewhere, resultOf, sql, violation } from '../support/results.ts';

const plain = { paint: paintFor(false), width: 120 };
const REFUSED = { code: '23505', message: 'duplicate', constraint: 'event_pkey' };

/** Two completions of one workflow, the second one refused, and a poll at the same time. */
const moves = [
  call('server-1/pollTask#1', 'pollTask', {}),
  sql('server-1/pollTask#1', 'select id from task_execution'),
  call('server-1/completeTask#2', 'completeTask', { taskId: 'sum/task/1' }),
  call('server-2/completeTask#3', 'completeTask', { taskId: 'sum/task/2' }),
  sql('server-1/completeTask#2', "update task_execution set status = 'COMPLETED' where id = $1"),
  elsewhere(),
  sql('server-2/completeTask#3', 'insert into workflow_event (sequence) values (7)'),
  sql('server-1/completeTask#2', 'insert into workflow_event (sequence) values (7)', REFUSED),
];
const lost = violation('exactly-once', ['sum', 'sum/task/1']);
const run = resultOf(moves, { violations: [lost, violation('live')] });
const lines = violationText(run, lost, plain).split('\n');

describe('violationText', () => {
  it('begins with the law and the witness', () => {
    expect(lines[0]).toBe('✗ exactly-once  exactly-once does not hold.');
    expect(lines[1]).toBe('  law   The law of exactly-once.');
  });

  it('says what run it was', () => {
    expect(lines[2]).toBe('  run   fan-out, 3 tasks, 2 workers, 2 servers, seed 1f3a/17');
    expect(lines[3]).toBe(`  trace 8 steps, 1 preemption, 1.5 s of virtual time, hash ${run.hash}`);
  });

  it('names the defect that was planted', () => {
    const planted = resultOf(moves, { plan: runPlan({ defect: sequenceFromRow }), violations: [lost] });
    expect(violationText(planted, lost, plain)).toContain('seed 0, defect sequence-from-row\n');
  });

  it('names the other laws that broke, if any did', () => {
    expect(lines[4]).toBe('  also  breaks live');
    expect(violationText(resultOf(moves, { violations: [lost] }), lost, plain)).not.toContain('also');
  });

  it('draws the handlers that explain it, and leaves out who only reads', () => {
    const lanes = lines.slice(lines.indexOf('') + 1);
    expect(lanes[0]?.split('│').map((cell) => cell.trim())).toEqual([
      'completeTask sum/task/1',
      'completeTask sum/task/2',
    ]);
    expect(lanes.join('\n')).toContain('→ ✗ 23505 duplicate key on');
    expect(lanes.join('\n')).not.toContain('pollTask');
  });

  it('draws everybody when all of the run is wanted', () => {
    expect(violationText(run, lost, { ...plain, isFull: true })).toContain('pollTask');
  });

  it('writes no line of the interleaving longer than the terminal is wide', () => {
    for (const width of [60, 80, 120, 200]) {
      const drawn = violationText(run, lost, { ...plain, width }).split('\n');
      const lanes = drawn.slice(drawn.indexOf(''));
      expect(Math.max(...lanes.map((line) => line.length)), `${width} columns`).toBeLessThanOrEqual(width);
    }
  });

  it('says the same in colours', () => {
    const painted = violationText(run, lost, { paint: paintFor(true), width: 120 });
    const bare = stripVTControlCharacters(painted).split('\n');
    expect(painted).not.toBe(lines.join('\n'));
    expect(bare.map((line) => line.trimEnd())).toEqual(lines);
  });

  it('has something to say of a run in which nothing happened', () => {
    const text = violationText(resultOf([]), violation('expected'), plain);
    expect(text).toContain('✗ expected  expected does not hold.');
    expect(text).toContain('trace 0 steps');
  });
});

describe('replayCommand', () => {
  it('is a command that can be pasted', () => {
    expect(replayCommand('sk1_abc')).toBe('npx skein replay sk1_abc');
  });
});

describe('plural', () => {
  it.each([
    [0, '0 steps'],
    [1, '1 step'],
    [2, '2 steps'],
    [21_964, '21,964 steps'],
  ])('counts %i', (count, text) => {
    expect(plural(count, 'step')).toBe(text);
  });
});
