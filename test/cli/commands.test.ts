import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { expectUsageError, skein, skeinWith } from '../support/command-line.ts';
import { type Process, startServer, startWorker } from '../support/deployment.ts';

const MODULE = 'test/e2e/fixture/resilient-worker.ts';
const folder = mkdtempSync(join(inject('runFolder'), 'commands-'));
const data = join(folder, 'data');

describe('the command line', () => {
  let server: (Process & { readonly url: string }) | undefined;
  let worker: Process | undefined;
  const speak = (...words: readonly string[]) => skeinWith({ SKEIN_SERVER: server?.url ?? '' }, ...words);

  beforeAll(async () => {
    server = await startServer('--data', data, '--metrics-port', '0');
    worker = await startWorker(server.url, MODULE);
  });

  afterAll(async () => {
    expect(await worker?.stop(), worker?.log()).toBe(0);
    expect(await server?.stop('SIGINT'), server?.log()).toBe(130);
  });

  it('starts a workflow, shows its history, and holds it against the code', async () => {
    const started = await speak('start', 'order', '1', '--id', 'first', '--wait');
    expect(started).toEqual({ code: 0, stdout: '30\n', stderr: '' });

    const listed = await speak('workflows', '--kind', 'order');
    expect(listed.stdout).toBe('first  order  COMPLETED\n');
    const { stdout: lines } = await speak('history', 'first');
    expect(lines).toMatch(/^ {3}1 {2}\d{4}-\d\d-\d\dT[\d:.]+Z {2}WORKFLOW_STARTED /);
    expect(lines).toMatch(/WORKFLOW_COMPLETED +\{"output":30\}\n$/);

    const { stdout: json } = await speak('history', 'first', '--json');
    const file = join(folder, 'history.json');
    writeFileSync(file, json);
    const same = await skein('check-history', MODULE, file);
    expect(same.stdout).toMatch(/history\.json: \d+ events, as today's code has it\n$/);
    expect(same.code).toBe(0);
    writeFileSync(file, json.replaceAll('"kind": "slow"', '"kind": "fast"'));
    const other = await skein('check-history', MODULE, file);
    expect(other.stdout).toContain('fast');
    expect(other.code).toBe(1);
  });

  it('signals and cancels', async () => {
    const started = await speak('start', 'nobody-knows-it', '--id', 'second');
    expect(started).toEqual({ code: 0, stdout: 'second\n', stderr: '' });
    expect((await speak('signal', 'second', 'hello', '{"to":"you"}')).stdout).toBe('RECORDED\n');
    expect((await speak('cancel', 'second', '--reason', 'enough')).stdout).toBe('CANCELLED\n');
    expect((await speak('workflows', '--status', 'CANCELLED')).stdout).toContain('second');
  });

  it('says how a workflow ended that did not complete', async () => {
    const failed = await speak('start', 'half', '"x"', '--wait');
    expect(failed).toMatchObject({ code: 1, stdout: '' });
    expect(failed.stderr).toMatch(/^skein: workflow \S+ failed: [^\n]+\n$/);
  });

  it('says what is wrong', async () => {
    expectUsageError(await speak('start', 'order', '{'), /the input is not JSON: \{/);
    expectUsageError(await speak('history', 'nobody'), /nobody/);
    expectUsageError(await speak('workflows', '--status', 'TIRED'), /--status takes one of /);
    const away = await skein('workflows', '--server', 'http://127.0.0.1:9');
    expect(away.code).toBe(3);
    expect(away.stderr).toMatch(/^skein: [^\n]*ECONNREFUSED[^\n]*\n$/);
    const taken = await skein('serve', '--data', data, '--port', '0', '--log-level', 'silent');
    expect(taken.code).toBe(3);
    expect(taken.stderr).toMatch(/^skein: [^\n]* is in use by another process: stop that one[^\n]*\n$/);
    const exposed = await skein(
      'serve',
      '--data',
      join(folder, 'x'),
      '--host',
      '0.0.0.0',
      '--log-level',
      'silent',
    );
    expect(exposed.stderr).toMatch(/^skein: [^\n]*0\.0\.0\.0[^\n]*\n$/);
    expect(exposed.code).not.toBe(0);
  });

  it('is refused without a token where there have to be some', async () => {
    const sha256 = createHash('sha256').update('let-me-in').digest('hex');
    const tokens = join(folder, 'tokens.json');
    writeFileSync(tokens, JSON.stringify([{ sha256, rights: ['client'] }]));
    const guarded = await startServer('--data', join(folder, 'guarded'), '--tokens', tokens);
    try {
      expectUsageError(await skein('workflows', '--token', 'let me in'), /no bearer token/);
      expectUsageError(await skein('workflows', '--server', guarded.url), /refuses this: /);
      const known = await skeinWith({ SKEIN_TOKEN: 'let-me-in' }, 'workflows', '--server', guarded.url);
      expect(known).toEqual({ code: 0, stdout: '', stderr: '' });
      const client = await skeinWith({ SKEIN_TOKEN: 'let-me-in' }, 'worker', MODULE, '--server', guarded.url);
      expect(client.code).toBe(2);
      expect(client.stderr).toMatch(/skein: [^\n]* refuses this worker: [^\n]*\n$/);
    } finally {
      await guarded.stop();
    }
  });
});
