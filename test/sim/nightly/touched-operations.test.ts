import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { engineSources } from '../../../sim/nightly/repository.ts';
import { touchedOperations } from '../../../sim/nightly/touched-operations.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

describe('operations that run through changed files', () => {
  const sources = engineSources(ROOT);
  const namesOf = (...files: readonly string[]): readonly string[] => [
    ...touchedOperations(files, sources).keys(),
  ];

  it('are the one that a file is named for', () => {
    const touched = touchedOperations(['src/engine/poll-task.ts'], sources);
    expect([...touched]).toEqual([['pollTask', ['src/engine/poll-task.ts']]]);
  });

  it('are those that import a file, over any number of others', () => {
    expect(namesOf('src/engine/unheld-attempt.ts')).toContain('completeTask');
    expect(namesOf('src/engine/apply-commands.ts')).toContain('submitCommands');
    expect(namesOf('src/engine/apply-commands.ts')).not.toContain('pollTask');
  });

  it('are those that import functions of a file of the store, not of the store as a whole', () => {
    const names = namesOf('src/store/timer.ts');
    expect(names).toContain('fireTimers');
    expect(names).not.toContain('pollTask');
  });

  it('are none where a change says nothing of one operation alone', () => {
    expect(namesOf('src/engine/engine.ts', 'src/store/migrations/000001.sql', 'src/sdk/context.ts')).toEqual(
      [],
    );
    expect([...touchedOperations(['src/engine/poll-task.ts'], new Map())]).toEqual([]);
  });
});
