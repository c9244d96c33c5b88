import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { skein, skeinWith } from '../support/command-line.ts';
import { type Process, startServer, startWorker } from '../support/deployment.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const MODULE = 'test/examples/orders/orders.ts';
const guide = readFileSync(join(ROOT, 'docs', 'getting-started.md'), 'utf8');
const shown = [...guide.matchAll(/\]\(\.\.\/(test\/examples\/\S+\.ts)\)\n\n```ts\n([^]*?)```/g)];

/** Commands, and what the guide says they print. */
const commands = [...guide.matchAll(/```console\n([^]*?)```/g)].flatMap(([, block = '']) =>
  block
    .split(/^\$ npx skein /m)
    .slice(1)
    .map((each) => {
      const [command = '', ...output] = each.split('\n');
      return { command, output: output.join('\n') };
    }),
);

/** The same code as it is written outside of this repository, in JavaScript. */
function published(code: string): string {
  return code
    .replaceAll(/'(?:\.\.\/)+src\/sdk\/index\.ts'/g, "'skein/workflow'")
    .replaceAll(/'(?:\.\.\/)+src\/entry\/(\w+)\.ts'/g, "'skein/$1'")
    .replaceAll(/'(?:\.\.\/)+sim\/testing\/index\.ts'/g, "'skein/testing'")
    .replaceAll("./orders.ts'", "./orders.js'");
}

/** Words of a command line, where quoted ones are one. */
function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

/** What does not differ from run to run: of a history, its events without their times and their order. */
function essence(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => !line.includes('WORKFLOW_SUSPENDED'))
    .map((line) => line.replace(/^ +\d+ {2}\S+Z {2}/, '').replace(/"fireAt":\d+/, '"fireAt":0'))
    .toSorted();
}

describe('the guide for newcomers', () => {
  let server: (Process & { readonly url: string }) | undefined;
  let worker: Process | undefined;
  const folder = mkdtempSync(join(inject('runFolder'), 'guide-'));

  beforeAll(async () => {
    server = await startServer('--data', join(folder, 'data'));
    worker = await startWorker(server.url, MODULE);
  });

  afterAll(async () => {
    await worker?.stop();
    await server?.stop();
  });

  it.each(shown.map(([, path = '', code = '']) => ({ path, code })))(
    'shows $path as it is',
    ({ path, code }) => {
      expect(code).toBe(published(readFileSync(join(ROOT, path), 'utf8')));
    },
  );

  it('shows what its commands print', async () => {
    expect(commands.length).toBeGreaterThan(4);
    for (const { command, output } of commands) {
      const { stdout, stderr } = await skeinWith({ SKEIN_SERVER: server?.url ?? '' }, ...wordsOf(command));
      expect(essence(stderr + stdout), command).toEqual(essence(output));
    }
  });

  it('has a client that starts a workflow from code', async () => {
    const script = join(import.meta.dirname, 'orders', 'place-order.ts');
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script], {
      cwd: ROOT,
      env: { ...process.env, SKEIN_SERVER: server?.url, NO_COLOR: '1' },
    });
    expect(stdout).toContain("parcel: 'a parcel with a map'");
  });

  it('has a history that its workflow replays', async () => {
    const { stdout } = await skeinWith({ SKEIN_SERVER: server?.url ?? '' }, 'history', 'order-1', '--json');
    const file = join(folder, 'order-1.json');
    writeFileSync(file, stdout);
    expect((await skein('check-history', MODULE, file)).code).toBe(0);
  });
});
