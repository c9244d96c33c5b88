import { describe, expect, it } from 'vitest';
import { mermaidDiagram } from '../../../reports/index.ts';
import { watchedRun } from '../../support/exported-runs.ts';
import { call, sql, violation, wait } from '../../support/results.ts';

/** The part of Mermaid's grammar of sequence diagrams that is written here, a line each. */
const LINES = [
  /^sequenceDiagram$/,
  /^ {2}participant (?:h\d+|db) as [^;\n]+$/,
  /^ {2}(?:h\d+|db)(?:->>|-->>|--x)(?:h\d+|db): [^\n]+$/,
  /^ {2}Note over (?:h\d+|db)(?:,db)?: [^\n]+$/,
];

/** Lines that Mermaid could not read: of none of these forms, or with a `;` or `#` that names no character. */
function unreadable(diagram: string): readonly string[] {
  const lines = diagram.trimEnd().split('\n');
  return lines.filter((line) => {
    const plain = line.replaceAll(/#(?:\d+|lt|gt);/g, '');
    return !LINES.some((form) => form.test(plain)) || /[#;]/.test(plain);
  });
}

const H1 = 'server-1/completeTask worker-1#1';
const H2 = 'server-2/completeTask worker-2#1';
const moves = [
  call(H1, 'completeTask', { taskId: 'sum/task/1' }),
  call(H2, 'completeTask', { taskId: 'sum/task/2' }),
  sql(H1, 'update task_execution', undefined, true),
  wait(H2, "select '<#;>'"),
  sql(H1, 'commit', { code: '23505', message: 'duplicate' }),
];

describe('a sequence diagram', () => {
  const diagram = mermaidDiagram(
    watchedRun(moves, [], { violations: [violation('exactly-once', ['sum', 'sum/task/1'])] }),
  );

  it('shows who asked the database what, what it said, who waits, and what was broken', () => {
    expect(diagram.split('\n')).toEqual([
      'sequenceDiagram',
      '  participant h1 as completeTask sum/task/1<br/>server-1',
      '  participant h2 as completeTask sum/task/2<br/>server-2',
      '  participant db as database',
      '  h1->>db: 3 BEGIN · update task_execution',
      '  db-->>h1: 1 row',
      "  h2->>db: 4 select '#lt;#35;#59;#gt;'",
      '  Note over h2: ⏳ waits',
      '  h1->>db: 5 COMMIT',
      '  db--xh1: ✗ 23505 duplicate key',
      '  Note over h1,db: ✗ exactly-once: exactly-once does not hold.',
      '',
    ]);
  });

  it('can be read by Mermaid, whatever texts it is made of', () => {
    expect(unreadable(diagram)).toEqual([]);
  });

  it('says what it leaves out of a long run', () => {
    const crowd = Array.from({ length: 14 }, (_, index) => `server-1/pollTask worker-1#${index + 1}`);
    const many = crowd.flatMap((handler) => [
      call(handler, 'pollTask', {}),
      ...Array.from({ length: 10 }, () => sql(handler, 'select 1')),
    ]);
    const long = mermaidDiagram(watchedRun(many));
    expect(unreadable(long)).toEqual([]);
    expect(long).toContain('⋮ 73 rows before are left out');
    expect(long).toContain('⋮ 4 of 14 handlers are left out');
    expect(long).toContain('✓ every law holds');
    expect(long.match(/participant h/g)).toHaveLength(10);
  });

  it('is of the database alone where no handler asked it anything', () => {
    expect(unreadable(mermaidDiagram(watchedRun([])))).toEqual([]);
  });
});
