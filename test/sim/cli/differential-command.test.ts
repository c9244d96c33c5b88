import { describe, expect, it } from 'vitest';
import { RACES } from '../../../sim/race/index.ts';
import { expectUsageError, skein } from '../../support/command-line.ts';

describe.concurrent('races on several targets', () => {
  it.each([
    ['one target', ['--targets', 'pglite'], /--targets takes two different targets or more/],
    ['a target twice', ['--targets', 'pglite,pglite'], /--targets takes two different targets or more/],
    ['a target that nobody knows', ['--targets', 'pglite,postgras'], /"postgras": did you mean postgres\?/],
    [
      'a race that nobody knows',
      ['--targets', 'pglite,postgres', '--scenario', 'medly'],
      /did you mean medley\?/,
    ],
    ['tasks', ['--targets', 'pglite,postgres', '--tasks', '3'], /--tasks is about the engine/],
    [
      'a second opinion',
      ['--targets', 'pglite,postgres', '--second-opinion', 'pg-mem'],
      /--second-opinion is about the engine/,
    ],
    ['dots', ['--targets', 'pglite,postgres', '--reporter', 'dot'], /unknown reporter "dot"/],
  ])('refuse %s', async (_, flags, reason) => {
    expectUsageError(await skein('run', ...flags), reason);
  });

  it('can be listed', async () => {
    const { stdout } = await skein('list');
    const lines = stdout.split('\n').map((line) => line.trim().replace(/ {2,}/, ': '));
    expect(lines).toEqual(expect.arrayContaining(RACES.map(({ name, summary }) => `${name}: ${summary}`)));
  });
});
