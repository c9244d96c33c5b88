import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import type { SkeinConfig } from '../../../../sim/config/index.ts';
import { namesOf } from '../../../../sim/cli/choose-named.ts';
import type { ConfigFile } from '../../../../sim/cli/setting/config-file.ts';
import type { FlagValue } from '../../../../sim/cli/setting/kind.ts';
import { settle } from '../../../../sim/cli/setting/settle.ts';
import { settledText } from '../../../../sim/cli/setting/settled-text.ts';
import { outputFileOptions, SETTINGS, settingOption } from '../../../../sim/cli/setting/settings.ts';
import { OPINIONS, TARGETS } from '../../../../sim/cli/targets.ts';

const KEYS: readonly (keyof SkeinConfig)[] = [
  'strategy',
  'runs',
  'for',
  'seed',
  'shrink',
  'target',
  'databaseUrl',
];

type Said = {
  readonly flags?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  readonly file?: Readonly<Record<string, FlagValue>>;
  readonly useless?: string;
  /** Settings of the command besides the usual ones. */
  readonly keys?: readonly (keyof SkeinConfig)[];
};

/** What a command's options come to, and what of it is told. */
function settled({ flags = [], variables = {}, file, useless, keys = [] }: Said): {
  readonly options: Readonly<Record<string, unknown>>;
  readonly text: string;
} {
  const command = new Command('run').option('--seeds <a..b>').option('--targets <names>');
  for (const key of [...KEYS, ...keys]) command.addOption(settingOption(key));
  for (const option of keys.includes('reporter') ? outputFileOptions() : []) command.addOption(option);
  command.parse(flags, { from: 'user' });
  const config: ConfigFile | undefined = file && {
    name: 'skein.config.ts',
    values: new Map(Object.entries(file)),
    own: [],
  };
  const text = settledText(settle(command, variables, config, (key) => key === useless));
  return { options: command.opts(), text };
}

describe('a setting', () => {
  const flags = ['--strategy', 'random'];
  const variables = { SKEIN_STRATEGY: 'pos' };
  const file = { strategy: 'surw' };

  it.each([
    ['a flag over all others', { flags, variables, file }, 'random', '--strategy'],
    ['a variable over the configuration', { variables, file }, 'pos', 'SKEIN_STRATEGY'],
    ['the configuration over the default', { file }, 'surw', 'skein.config.ts'],
    ['the default over nothing', {}, undefined, 'default'],
    ['not a variable that is empty', { variables: { SKEIN_STRATEGY: '' }, file }, 'surw', 'skein.config.ts'],
  ])('takes %s, and tells so', (_, said, value, origin) => {
    const { options, text } = settled(said);
    expect(options['strategy']).toBe(value);
    expect(text).toMatch(new RegExp(`^strategy +.*${value ?? 'portfolio'}.* ${origin} *$`, 'm'));
  });

  it('can be no, in every way', () => {
    expect(settled({}).options['shrink']).toBe(true);
    expect(settled({ flags: ['--no-shrink'] }).options['shrink']).toBe(false);
    expect(settled({ variables: { SKEIN_SHRINK: 'false' } }).options['shrink']).toBe(false);
    expect(settled({ file: { shrink: false } }).options['shrink']).toBe(false);
    expect(settled({ variables: { SKEIN_SHRINK: 'true' }, file: { shrink: false } }).options['shrink']).toBe(
      true,
    );
  });

  it('is refused by the name of the variable that said it', () => {
    expect(() => settled({ variables: { SKEIN_RUNS: 'many' } })).toThrow(
      'SKEIN_RUNS takes a whole number from 1 on, not "many"',
    );
    expect(() => settled({ variables: { SKEIN_STRATEGY: 'randon' } })).toThrow('did you mean random?');
  });

  it('gives way where a higher level says the same in other words', () => {
    const usual = { runs: '300', seed: 'nightly' };
    expect(settled({ flags: ['--for', '10m'], file: usual }).options).toMatchObject({
      for: '10m',
      seed: 'nightly',
    });
    expect(settled({ flags: ['--for', '10m'], file: usual }).options['runs']).toBeUndefined();
    const exact = settled({
      flags: ['--seeds', '0..9'],
      file: usual,
      variables: { SKEIN_FOR: '1h' },
    }).options;
    expect([exact['runs'], exact['seed'], exact['for']]).toEqual([undefined, undefined, undefined]);
    const races = settled({ flags: ['--targets', 'pglite,postgres'], file: { strategy: 'pct' } }).options;
    expect(races['strategy']).toBeUndefined();
    const both = settled({ file: { runs: '300', for: '1h' } }).options;
    expect(both).toMatchObject({ runs: '300', for: '1h' });
  });

  it("of a reporter's own file is shown where it is said, and gives way to other reporters", () => {
    const file = { reporter: 'junit', 'outputFile.junit': 'a.xml' };
    const said = settled({ file, keys: ['reporter'] });
    expect(said.options['outputFile.junit']).toBe('a.xml');
    expect(said.text).toMatch(/^outputFile\.junit +a\.xml +skein\.config\.ts *$/m);
    expect(said.text).not.toContain('outputFile.tap');
    const other = settled({ file, keys: ['reporter'], flags: ['--reporter', 'dot'] });
    expect(other.options['outputFile.junit']).toBeUndefined();
    const variables = { SKEIN_OUTPUT_FILE_TAP: 'b.tap' };
    expect(settled({ variables, keys: ['reporter'] }).options['outputFile.tap']).toBe('b.tap');
  });

  it('is left out where the command has no use for it, unless a flag insists', () => {
    const file = { databaseUrl: 'postgres://a/b' };
    expect(settled({ file, useless: 'databaseUrl' }).options['databaseUrl']).toBeUndefined();
    expect(settled({ file }).options['databaseUrl']).toBe('postgres://a/b');
    const flags = ['--database-url', 'postgres://c/d'];
    expect(settled({ flags, useless: 'databaseUrl' }).options['databaseUrl']).toBe('postgres://c/d');
  });

  it('is shown without passwords', () => {
    const { text } = settled({ file: { databaseUrl: 'postgres://a:secret@b/c' } });
    expect(text).toContain('postgres://a:…@b/c');
    expect(text).not.toContain('secret');
  });

  it('knows the names that the command line knows', () => {
    expect(SETTINGS.target.takes.names).toEqual(namesOf(TARGETS));
    expect(SETTINGS.secondOpinion.takes.names).toEqual(namesOf(OPINIONS));
  });
});
