import { afterEach, describe, expect, it, vi } from 'vitest';
import { encodeToken, type Recording } from '../../../sim/campaign/index.ts';
import { simulate, type SimulateOptions, SimulateOptionsError } from '../../../sim/simulate/index.ts';

const schema = 'create table t (id int)';

const recording: Recording = {
  build: '00000000',
  target: 'pglite',
  scenario: 'simulate: simulation',
  tasks: 1,
  workers: 1,
  servers: 1,
  seed: 's',
  defect: undefined,
  hash: '0',
  choices: [],
};

function token(overrides: Partial<Recording>): string {
  return encodeToken({ ...recording, ...overrides });
}

afterEach(() => vi.unstubAllEnvs());

describe('options that make no sense are told in one line', () => {
  const bad: readonly (readonly [SimulateOptions, string])[] = [
    [{}, 'schema is missing: the SQL that makes the tables of your code'],
    [{ schema: [] }, 'schema is missing: the SQL that makes the tables of your code'],
    [{ schema, runs: 0 }, 'runs takes a whole number from 1 on, not 0'],
    [{ schema, runs: 1.5 }, 'runs takes a whole number from 1 on, not 1.5'],
    [{ schema, seeds: [] }, 'seeds are none: a simulation needs one at least'],
    [{ schema, bail: -1 }, 'bail takes a whole number from 1 on, not -1'],
    [{ schema, pool: { max: 0 } }, 'pool.max takes a whole number from 1 on, not 0'],
    [
      { schema, strategy: 'luck' },
      'unknown strategy "luck": known: portfolio, overtake, random, urw, pct, pos, surw, guided',
    ],
    [{ schema, target: 'oracle' as never }, 'unknown target "oracle": known: pglite'],
    [{ schema: 'create tabel t' }, 'schema: syntax error at or near "tabel"'],
    [{ schema, replay: 'abc' }, 'replay: a replay token begins with sk1_'],
    [
      { schema, replay: token({ scenario: 'fan-out' }) },
      "replay holds a token of the engine's: npx skein replay takes it",
    ],
    [
      { schema, replay: token({ scenario: 'simulate: x' }) },
      'replay holds a token of "x", and this is "simulation"',
    ],
    [
      { schema, replay: token({ target: 'mars' }) },
      'replay holds a token of target mars, and this is pglite',
    ],
  ];

  it.each(bad)('%j: %s', async (options, message) => {
    const run = simulate(options, () => undefined);
    await expect(run).rejects.toThrow(SimulateOptionsError);
    await expect(run).rejects.toThrow(message);
    await expect(run).rejects.not.toThrow('\n');
  });

  it('a token in the environment that is damaged', async () => {
    vi.stubEnv('SKEIN_REPLAY', `${token({})}x`);
    await expect(simulate({ schema }, () => undefined)).rejects.toThrow(
      'SKEIN_REPLAY: the replay token is damaged',
    );
  });
});
