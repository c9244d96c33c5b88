import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { Settings } from '../../src/cli/settings.ts';
import { UsageError } from '../../src/cli/index.ts';

const of = (flags: Record<string, unknown>, environment: Record<string, string> = {}) =>
  new Settings(flags, environment);

describe('settings', () => {
  it('are taken from flags first, and else from the environment', () => {
    const settings = of({ logLevel: 'warn' }, { SKEIN_LOG_LEVEL: 'info', SKEIN_HOST: '::1', SKEIN_DATA: '' });
    expect(settings.text('log-level')).toBe('warn');
    expect(settings.text('host')).toBe('::1');
    expect(settings.text('data')).toBeUndefined();
    expect(settings.text('nats')).toBeUndefined();
  });

  it.each([
    ['500ms', 500],
    ['1.5s', 1_500],
    ['5m', 300_000],
    ['1h', 3_600_000],
  ])('read a duration: %s', (text, ms) => {
    expect(of({ grace: text }).duration('grace', 0, 3_600_000)).toBe(ms);
  });

  it.each([
    ['true', true],
    ['1', true],
    ['Yes', true],
    ['false', false],
    ['0', false],
    ['no', false],
  ])('read yes and no: %s', (text, isSet) => {
    expect(of({}, { SKEIN_INSECURE: text }).isSet('insecure')).toBe(isSet);
  });

  it.each<readonly [string, (settings: Settings) => unknown, Record<string, unknown>, string]>([
    [
      'a number that is none',
      (settings) => settings.number('port', 0, 10),
      { port: 'x' },
      '--port takes a whole number from 0 to 10, not "x"',
    ],
    [
      'a number too large',
      (settings) => settings.number('port', 0, 10),
      { port: '11' },
      '--port takes a whole number from 0 to 10, not "11"',
    ],
    [
      'a duration without a unit',
      (settings) => settings.duration('grace', 0, 10),
      { grace: '5' },
      '--grace takes a duration like 500ms, 30s or 5m, from 0 ms to 10 ms, not "5"',
    ],
    [
      'none of the choices',
      (settings) => settings.oneOf('log-level', ['info', 'warn']),
      { logLevel: 'loud' },
      '--log-level takes one of info, warn, not "loud"',
    ],
    [
      'no URL',
      (settings) => settings.url('nats', ['nats:'], 'nats://host:4222'),
      { nats: 'secret' },
      '--nats takes a URL like nats://host:4222',
    ],
    [
      'another protocol',
      (settings) => settings.url('nats', ['nats:'], 'nats://host:4222'),
      { nats: 'http://me:secret@host' },
      '--nats takes a URL like nats://host:4222',
    ],
    [
      'an empty name in a list',
      (settings) => settings.list('queues'),
      { queues: 'a,,b' },
      '--queues takes names separated by commas, not "a,,b"',
    ],
    [
      'a file that is not there',
      (settings) => settings.file('tokens'),
      { tokens: '/nowhere/tokens' },
      '--tokens /nowhere/tokens cannot be read: ENOENT',
    ],
  ])('refuse %s, in a line that says what to do', (_, read, flags, message) => {
    expect(() => read(of(flags))).toThrow(new UsageError(message));
  });

  it('name the variable that is wrong', () => {
    const settings = of({}, { SKEIN_PORT: 'x', SKEIN_INSECURE: 'perhaps' });
    expect(() => settings.number('port', 0, 1)).toThrow(/^SKEIN_PORT takes/);
    expect(() => settings.isSet('insecure')).toThrow(/^SKEIN_INSECURE takes true or false, not "perhaps"$/);
  });

  it('read files', () => {
    const file = join(mkdtempSync(join(inject('runFolder'), 'settings-')), 'token');
    writeFileSync(file, 'abc\n');
    expect(of({ tokenFile: file }).file('token-file')).toEqual({
      text: 'abc\n',
      name: `--token-file ${file}`,
    });
  });
});
