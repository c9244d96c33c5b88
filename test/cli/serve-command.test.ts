import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { serveCommand } from '../../src/cli/serve-command.ts';
import { Settings } from '../../src/cli/settings.ts';

const folder = mkdtempSync(join(inject('runFolder'), 'serve-command-'));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const HASH = 'a'.repeat(64);

/** What is wrong, and the line that says so. */
const REFUSED: readonly (readonly [string, Record<string, string>, RegExp])[] = [
  ['a port beyond all ports', { port: '70000' }, /^--port takes a whole number from 0 to 65535/],
  [
    'two databases',
    { data: 'x', databaseUrl: 'postgres://a@b/c' },
    /^--data and --database-url exclude each other: give one$/,
  ],
  [
    'a database of another kind',
    { databaseUrl: 'mysql://a:secret@b/c' },
    /^--database-url takes a URL like postgres:\/\/user@host\/database$/,
  ],
  ['too many connections', { connections: '5000' }, /^--connections takes a whole number from 1 to 1000/],
  ['NATS elsewhere', { nats: 'http://host' }, /^--nats takes a URL like/],
  [
    'a key without its certificate',
    { tlsKey: file('key.pem', '-----BEGIN KEY') },
    /^--tls-key and --tls-cert belong together: give both$/,
  ],
  [
    'a key that is none',
    { tlsKey: file('none', 'key'), tlsCert: file('cert.pem', '-----BEGIN CERTIFICATE') },
    /^--tls-key \S+ is not PEM$/,
  ],
  ['tokens that are not JSON', { tokens: file('t1', '{') }, /^--tokens \S+ is not JSON$/],
  ['tokens that are no list', { tokens: file('t2', '{}') }, /is no list of tokens: at the top: /],
  [
    'a token that is no hash',
    { tokens: file('t3', JSON.stringify([{ sha256: 'x', rights: ['client'] }])) },
    /at 0\.sha256: must be 64 hexadecimal digits$/,
  ],
  [
    'a token without rights',
    { tokens: file('t4', JSON.stringify([{ sha256: HASH, rights: [] }])) },
    /at 0\.rights: /,
  ],
  [
    'a right that there is none of',
    { tokens: file('t5', JSON.stringify([{ sha256: HASH, rights: ['root'] }])) },
    /at 0\.rights\.0: /,
  ],
  ['a log level that there is none of', { logLevel: 'loud' }, /^--log-level takes one of /],
  ['an endless grace', { grace: '1000h' }, /^--grace takes a duration/],
];

describe('skein serve', () => {
  it.each(REFUSED)('refuses %s', async (_, flags, message) => {
    const error: unknown = await serveCommand(new Settings(flags, {})).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'UsageError', message: expect.stringMatching(message) as string });
    expect(String(error)).not.toContain('secret');
  });
});
