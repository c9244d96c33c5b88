import { fork } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { bootServer } from '../../support/postgres-cluster.ts';
import { floor } from './floor.ts';
import { CONCURRENCY, type Driver, type Peer } from './peer.ts';
import { PEERS } from './peers.ts';

const WORKERS = [1, 4, 16];
const FAN_OUT = 10;
/** How many workflows run at once for a throughput, and one after the other for a latency. */
const AT_ONCE = 40;
const IN_A_ROW = 20;
const BARE = 400;
const SLOW_MS = 100;
const CURVE = [10, 100, 1_000];

/** Workflows and tasks of this engine, of its peers, and the same SQL without an engine, on one PostgreSQL server. */
export async function* enginesSideBySide(): AsyncGenerator<string> {
  yield '(g) engines on one PostgreSQL server, as it comes (commits wait for the disk)';
  const given = process.env['SKEIN_BENCH_DATABASE_URL'];
  const folder = mkdtempSync(join(tmpdir(), 'skein-bench-'));
  chmodSync(folder, 0o755);
  const server = given === undefined ? await bootServer(folder, []) : undefined;
  const url = given ?? server?.url;
  if (url === undefined) {
    yield '    left out: install PostgreSQL, or set SKEIN_BENCH_DATABASE_URL';
    return;
  }
  try {
    yield `    workflows of ${FAN_OUT} parallel tasks: tasks a second with ${AT_ONCE} at once; start to finish of one, median (95th of 100)`;
    for await (const line of floor(await database(url, 'floor'), FAN_OUT, IN_A_ROW)) yield `    ${line}`;
    for (const workers of WORKERS) {
      for (const peer of PEERS) {
        const name = `${peer.name.replace('-', '')}_${workers}`;
        const line = await withWorkers(peer, await database(url, name), workers, measured);
        yield `    ${String(workers).padStart(2)} workers  ${peer.name.padEnd(8)} ${line}`;
      }
    }
    yield `    the same with tasks that take ${SLOW_MS} ms, of which a worker runs ${CONCURRENCY} at once`;
    for (const workers of WORKERS) {
      for (const peer of PEERS) {
        const name = `${peer.name.replace('-', '')}_slow_${workers}`;
        const rate = await withWorkers(peer, await database(url, name), workers, throughput, SLOW_MS);
        yield `    ${String(workers).padStart(2)} workers  ${peer.name.padEnd(8)} ${String(rate).padStart(5)} tasks/s`;
      }
    }
    yield '    one workflow of so many parallel tasks: from start to finish, and of that for each task';
    for (const peer of PEERS) {
      for await (const line of curve(url, peer)) yield `    ${line}`;
    }
  } finally {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An empty database on the server. */
async function database(url: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`drop database if exists bench_${name} with (force)`);
  await client.query(`create database bench_${name}`);
  await client.end();
  const made = new URL(url);
  made.pathname = `/bench_${name}`;
  return made.href;
}

async function withWorkers<Result>(
  peer: Peer,
  url: string,
  workers: number,
  body: (driver: Driver) => Promise<Result>,
  taskMs = 0,
): Promise<Result> {
  await peer.prepare(url);
  const env = { ...process.env, SKEIN_BENCH_TASK_MS: String(taskMs) };
  const script = new URL('./worker-process.js', import.meta.url);
  const children = Array.from({ length: workers }, () =>
    fork(script, [peer.name, url], { execArgv: ['--no-deprecation'], env }),
  );
  await Promise.all(
    children.map((child) => new Promise<void>((resolve) => void child.once('message', () => resolve()))),
  );
  const driver = await peer.drive(url);
  try {
    return await body(driver);
  } finally {
    await driver.close();
    const gone = children.map((child) => new Promise((resolve) => child.once('exit', resolve)));
    for (const child of children) child.disconnect();
    await Promise.all(gone);
  }
}

/** Tasks a second: of workflows, or else of no workflow. */
async function throughput({ fanOut, bare }: Driver): Promise<number> {
  const all = fanOut
    ? () => Promise.all(Array.from({ length: AT_ONCE }, () => fanOut(FAN_OUT)))
    : async () => await bare?.(AT_ONCE * FAN_OUT);
  await all(); // code that has hardly run is slow, and the more so the more processes share the work
  return Math.round((AT_ONCE * FAN_OUT * 1_000) / (await ms(all)));
}

async function measured(driver: Driver): Promise<string> {
  const parts: string[] = [];
  const { fanOut, bare } = driver;
  if (fanOut) {
    const rate = await throughput(driver);
    const latencies: number[] = [];
    for (let round = 0; round < IN_A_ROW; round += 1) latencies.push(await ms(() => fanOut(FAN_OUT)));
    latencies.sort((one, other) => one - other);
    const [median = 0, late = 0] = [0.5, 0.95].map((part) => latencies[Math.floor(part * latencies.length)]);
    parts.push(
      `workflows: ${String(rate).padStart(5)} tasks/s, ${median.toFixed(0)} ms (${late.toFixed(0)})`,
    );
  }
  if (bare) {
    await bare(BARE); // warms up
    const rate = Math.round((BARE * 1_000) / (await ms(() => bare(BARE))));
    parts.push(`bare tasks: ${String(rate).padStart(5)} tasks/s`);
  }
  return parts.join('; ');
}

async function* curve(url: string, peer: Peer): AsyncGenerator<string> {
  const name = `${peer.name.replace('-', '')}_curve`;
  const sizes = await withWorkers(peer, await database(url, name), 2, async ({ fanOut }) => {
    const figures: string[] = [];
    await fanOut?.(FAN_OUT);
    for (const tasks of fanOut ? CURVE : []) {
      const elapsed = await ms(async () => await fanOut?.(tasks));
      figures.push(`${tasks}: ${elapsed.toFixed(0)} ms, ${(elapsed / tasks).toFixed(1)} ms each`);
    }
    return figures;
  });
  if (sizes.length > 0) yield `2 workers   ${peer.name.padEnd(8)} ${sizes.join('; ')}`;
}

async function ms(body: () => Promise<unknown>): Promise<number> {
  const begun = process.hrtime.bigint();
  await body();
  return Number(process.hrtime.bigint() - begun) / 1_000_000;
}
