import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../sim/conformance/parse-spec.ts';
import type { Patience } from '../../../sim/conformance/patience.ts';
import { runSpec } from '../../../sim/conformance/run-spec.ts';
import { LockingTarget } from '../../support/locking-target.ts';

/** Nothing here is answered by waiting for it. */
const NO_PATIENCE: Patience = { limitMs: 0, pause: () => undefined };

/** What the tester writes of the permutations of a spec. */
function outputOf(text: string, target = new LockingTarget()): readonly string[] {
  const { output } = runSpec(parseSpec(text), 'test', target, NO_PATIENCE);
  return output.trimEnd().split('\n');
}

/** The same without what stands before the steps. */
function stepsOf(text: string): readonly string[] {
  const lines = outputOf(text);
  return lines.slice(lines.findIndex((line) => line.startsWith('starting permutation')) + 1);
}

describe('a step', () => {
  it('is told with all that it returned', () => {
    expect(stepsOf('session s step a { show id 1; select; show name x }')).toEqual([
      'step a: show id 1; select; show name x',
      'id',
      '--',
      ' 1',
      '(1 row)',
      '',
      'name',
      '----',
      'x   ',
      '(1 row)',
    ]);
  });

  it('is told after the notices before its first result, and before those that follow', () => {
    expect(stepsOf('session s step a { say one; select; say two; fail three; say four }')).toEqual([
      's: NOTICE:  one',
      'step a: say one; select; say two; fail three; say four',
      's: NOTICE:  two',
      'ERROR:  three',
    ]);
  });

  it('tells notifications at its end, with the session that sent them', () => {
    expect(stepsOf('session s step a { notify hello; select } session t step b { } permutation a b')).toEqual(
      [
        'step a: notify hello; select',
        's: NOTIFY "news" with payload "hello" from s',
        'step b: ',
        't: NOTIFY "news" with payload "hello" from s',
      ],
    );
  });

  it('tells that the connection is lost after a fatal error', () => {
    expect(stepsOf('session s step a { exit leaving }')).toEqual([
      'step a: exit leaving',
      'FATAL:  leaving',
      'server closed the connection unexpectedly',
      '\tThis probably means the server terminated abnormally',
      '\tbefore or while processing the request.',
    ]);
  });
});

describe('a step that has to wait', () => {
  const sessions = `
    session s step take { take l } step give { give l } step quick { }
    session t step later { say soon; take l; show got it } step next { }
    session u step idle { }
  `;

  it('is told as waiting, and later as completed, after the step that let it go', () => {
    expect(stepsOf(`${sessions} permutation take later give`)).toEqual([
      'step take: take l',
      't: NOTICE:  soon',
      'step later: say soon; take l; show got it <waiting ...>',
      'step give: give l',
      'step later: <... completed>',
      'got',
      '---',
      'it ',
      '(1 row)',
    ]);
  });

  it('holds its session back, and what follows in it', () => {
    const steps = stepsOf(`${sessions} permutation take later give next`);
    expect(steps.at(-1)).toBe('step next:');
    expect(steps.indexOf('step later: <... completed>')).toBeLessThan(steps.length - 1);
  });

  it('is told as waiting if that is asked for, whether it waits or not', () => {
    expect(stepsOf(`${sessions} permutation quick(*) idle`)).toEqual([
      'step quick:  <waiting ...>',
      'step idle: ',
      'step quick: <... completed>',
    ]);
  });

  it('is told as completed after the step that it is to be told after', () => {
    expect(stepsOf(`${sessions} permutation take later idle(later) give`)).toEqual([
      'step take: take l',
      't: NOTICE:  soon',
      'step later: say soon; take l; show got it <waiting ...>',
      'step idle:  <waiting ...>',
      'step give: give l',
      'step later: <... completed>',
      'got',
      '---',
      'it ',
      '(1 row)',
      '',
      'step idle: <... completed>',
    ]);
  });

  it('is told as completed after so many notices of another', () => {
    const lines = stepsOf(`
      session s step take { take l } step give { give l }
      session t step later { take l; say one; take m; say two }
      session u step keep { take m } step drop { give m } step idle { }
      session v step watch { }
      permutation take keep later watch(later notices 1) idle give drop`);
    expect(lines).toEqual([
      'step take: take l',
      'step keep: take m',
      'step later: take l; say one; take m; say two <waiting ...>',
      'step watch:  <waiting ...>',
      'step idle: ',
      'step give: give l',
      't: NOTICE:  one',
      'step watch: <... completed>',
      'step drop: give m',
      't: NOTICE:  two',
      'step later: <... completed>',
    ]);
  });

  it('ends the spec if nothing can ever let it go', () => {
    expect(stepsOf(`${sessions} permutation take later next`).at(-1)).toBe(
      'step later timed out after 0 seconds',
    );
  });
});

describe('a spec', () => {
  const spec = `
    setup { one; show what ignored; show set up } setup { two } teardown { three }
    session s setup { say mine; four } step a { } teardown { five }
    session t step b { }
    permutation b
    permutation a b`;

  it('is set up and torn down around each permutation, by the sessions and by one of its own', () => {
    const target = new LockingTarget();
    const output = outputOf(spec, target);
    const own = target.sent.filter((text) => !text.startsWith('select '));
    const block = ['one; show what ignored; show set up', 'two', 'say mine; four'];
    expect(own).toEqual([...block, '', 'five', 'three', ...block, '', '', 'five', 'three']);
    expect(output.slice(0, 11)).toEqual([
      'Parsed test spec with 2 sessions',
      '',
      'starting permutation: b',
      'set',
      '---',
      'up ',
      '(1 row)',
      '',
      's: NOTICE:  mine',
      'step b: ',
      '',
    ]);
  });

  it('begins with the steps that are not used', () => {
    expect(outputOf('session s step a {} step b {} permutation b').slice(0, 2)).toEqual([
      'unused step name: a',
      'Parsed test spec with 1 sessions',
    ]);
  });

  it('runs in sessions that bear its name, with the settings of the tester', () => {
    const target = new LockingTarget();
    outputOf('session s step a {}', target);
    expect(target.sent).toContain(
      `select set_config('application_name', 'isolation/test/control connection', false)`,
    );
    expect(target.sent).toContain(`select set_config('application_name', 'isolation/test/s', false)`);
    expect(target.sent).toContain(`select set_config('enable_seqscan', 'on', false)`);
  });

  it("names the tester's database, and means that of the session", () => {
    const target = new LockingTarget();
    expect(stepsOf('session s step a { grant isolation_regression }')).toEqual([
      'step a: grant isolation_regression',
    ]);
    outputOf('session s step a { grant isolation_regression }', target);
    expect(target.sent.at(-1)).toBe('grant here');
  });

  it('ends with a setup that fails, and goes on after a teardown that fails', () => {
    expect(outputOf('setup { fail no } session s step a {}').at(-1)).toBe('setup failed: ERROR:  no');
    expect(outputOf('session s setup { fail no } step a {}').at(-1)).toBe(
      'setup of session s failed: ERROR:  no',
    );
    const output = outputOf('teardown { fail no } session s step a {} permutation a permutation a');
    expect(output.filter((line) => line === 'teardown failed: ERROR:  no')).toHaveLength(2);
  });

  it('tells what was refused', () => {
    const { errors } = runSpec(
      parseSpec('session s step a { refuse never } step b { fail now }'),
      'test',
      new LockingTarget(),
      NO_PATIENCE,
    );
    expect(errors.map(({ code, message }) => [code, message])).toEqual([
      ['0A000', 'never'],
      ['22000', 'now'],
    ]);
  });
});
