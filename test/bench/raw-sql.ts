import { PGlite, protocol } from '@electric-sql/pglite';
import { Bench } from 'tinybench';
import { ENGINE_SCHEMA } from '../../sim/scenario/index.ts';
import { dataDirectoryImage } from '../../sim/target/pglite/image.ts';
import { bootTarget, median, runOnce, scenarioNamed } from './simulated-runs.ts';

const RUNS = 200;
/** Until V8 has optimised what is hot: a campaign is longer than that. What a cold start costs is measured apart. */
const WARM_UP_RUNS = 2_000;
const ROUNDS = 7;

/** PGlite with the same image and settings, and nothing of ours: sends messages through `execProtocolRawSync`. */
async function plainPGlite(
  schema: readonly string[],
): Promise<(messages: readonly Uint8Array[]) => Promise<void>> {
  const database = await PGlite.create({ loadDataDir: await dataDirectoryImage(schema, () => undefined) });
  return async (messages) => {
    for (const message of messages) database.execProtocolRawSync(message);
    // It keeps what it parsed until its next asynchronous call.
    await database.execProtocol(protocol.serialize.sync(), { syncToFs: false });
  };
}

/**
 * What sessions say, one transaction after the other in the order in which they end: plain PGlite has one session. What
 * had to wait is kept as it was when it did not.
 */
class TransactionRecorder {
  readonly messages: Uint8Array[] = [];
  readonly #open = new Map<number, Uint8Array[]>();

  hear(message: Uint8Array, reply: Uint8Array, pid: number): void {
    if (Buffer.from(reply.buffer, reply.byteOffset, reply.length).includes('C57014')) return;
    const transaction = this.#open.get(pid) ?? [];
    transaction.push(new Uint8Array(message));
    this.#open.set(pid, transaction);
    if (reply.at(-1) !== IDLE) return;
    this.messages.push(...transaction);
    this.#open.delete(pid);
  }
}

/** How ReadyForQuery says that there is no transaction. */
const IDLE = 0x49;

/** What a run costs beside the very same SQL sent straight through `execProtocolRawSync`. */
export async function* againstRawSql(): AsyncGenerator<string> {
  yield '(a) time of runs over the time of the very same SQL, straight through execProtocolRawSync (at most 1.5)';
  for (const name of ['fan-out', 'race', 'large-batch']) {
    const scenario = scenarioNamed(name);
    const target = await bootTarget();
    const runs = scenario.size.tasks > 10 ? RUNS / 4 : RUNS;
    const recorded: Uint8Array[][] = [];
    const first: Uint8Array[] = [];
    // From the first message on: prepared statements are prepared once.
    target.tap((message) => first.push(new Uint8Array(message)));
    for (let seed = 0; seed < WARM_UP_RUNS; seed += 1) await runOnce(target, scenario, seed % runs);
    for (let seed = 0; seed < runs; seed += 1) {
      const recorder = new TransactionRecorder();
      target.tap((message, reply, pid) => recorder.hear(message, reply, pid));
      await runOnce(target, scenario, seed);
      recorded.push(recorder.messages);
    }
    target.tap(undefined);
    const plain = await plainPGlite(ENGINE_SCHEMA);
    await plain(first);

    // The two take turns, so that a machine that gets slower slows both.
    const bench = new Bench({ iterations: 1, time: 0, warmup: false });
    bench.add('runs', async () => {
      for (let seed = 0; seed < runs; seed += 1) await runOnce(target, scenario, seed);
    });
    bench.add('raw', async () => {
      for (const messages of recorded) await plain(messages);
    });
    const pairs: { runs: number; raw: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const [simulated, raw] = (await bench.run()).map((task) => {
        if (!('latency' in task.result)) throw new Error(`${task.name} did not finish`);
        return task.result.latency.mean;
      });
      pairs.push({ runs: simulated ?? Number.NaN, raw: raw ?? Number.NaN });
      bench.reset();
    }
    const ratio = median(pairs.map((pair) => pair.runs / pair.raw));
    const perSecond = runs / (median(pairs.map((pair) => pair.runs)) / 1_000);
    const statements = recorded.flat().length / runs;
    yield `    ${name.padEnd(12)} ${ratio.toFixed(2)}   ${perSecond.toFixed(0)} runs/s, ${statements.toFixed(0)} messages a run`;
    await target.close();
  }
}
