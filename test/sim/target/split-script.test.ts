import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitScript } from '../../../sim/target/split-script.ts';

describe('splitScript', () => {
  it.each([
    ['one statement', 'select 1', ['select 1']],
    ['several', 'begin; select 1;\n commit;', ['begin', 'select 1', 'commit']],
    ['nothing', ' ;; /* nothing */ ; -- at all', []],
    ['strings', `select ';''', E'\\';', "a;""b"; next`, [`select ';''', E'\\';', "a;""b"`, 'next']],
    ['dollar quotes', 'do $$ a; $b$; $$; select $x$;$$;$x$', ['do $$ a; $b$; $$', 'select $x$;$$;$x$']],
    ['names with a dollar', 'select a$b; select c$d', ['select a$b', 'select c$d']],
    [
      'comments',
      'select 1 -- no; end\n; /* a; /* b; */ c; */ two',
      ['select 1 -- no; end', '/* a; /* b; */ c; */ two'],
    ],
    [
      'parentheses',
      'create rule r as on insert to t do (a; b); two',
      ['create rule r as on insert to t do (a; b)', 'two'],
    ],
    ['what has no end', "select 1; select 'a;", ['select 1', "select 'a"]],
  ])('splits %s', (_, script, statements) => {
    expect(splitScript(script)).toEqual(statements);
  });

  it('finds the statements again that a script was made of', () => {
    const piece = fc.constantFrom(
      'select',
      "';'",
      '"a;"',
      '$$;$$',
      '$a$;$$;$a$',
      '/* ; */',
      '-- ;\n',
      ' ',
      '(;)',
      '1',
    );
    const statement = fc.array(piece).map((pieces) => `x ${pieces.join(' ')}\n`.trim());
    fc.assert(
      fc.property(fc.array(statement), (statements) => {
        expect(splitScript(statements.map((each) => `${each}\n`).join(';'))).toEqual(statements);
      }),
    );
  });
});
