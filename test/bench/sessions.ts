import { PGlite, protocol } from '@electric-sql/pglite';
import { Bench } from 'tinybench';
import { EPOCH, RandomRoot } from '../../sim/kernel/index.ts';
import type { Session, Statement } from '../../sim/target/index.ts';
import { PGliteTarget } from '../../sim/target/index.ts';
import { dataDirectoryImage } from '../../sim/target/pglite/image.ts';
import { median } from './simulated-runs.ts';

const SCHEMA = [
  'create table counter (id integer primary key, value integer not null)',
  'insert into counter select id, 0 from generate_series(1, 3) as id',
];
const BUMP = 'update counter set value = value + 1 where id = $1';
const BUMPS = 4;
const TRANSACTIONS = 300;
const ROUNDS = 9;

/** What a step of a session costs beside a command sent straight through `execProtocolRawSync`. */
export async function* sessionsAgainstRawSql(): AsyncGenerator<string> {
  yield '(e) time of a step of a session over that of the same command, straight through execProtocolRawSync';
  const target = await PGliteTarget.boot({ schema: SCHEMA });
  target.reset({ now: () => EPOCH, entropy: new RandomRoot('bench').stream('entropy') });
  target.openSession().execute({ text: 'insert into counter select id, 0 from generate_series(1, 3) as id' });
  const raw = await rawTransactions();
  const bench = new Bench({ iterations: 1, time: 0, warmup: false });
  bench.add('raw', () => raw(TRANSACTIONS));
  bench.add('in a row', () => inARow(target, TRANSACTIONS));
  bench.add('interleaved', () => interleaved(target, TRANSACTIONS));
  const rounds: number[][] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const means = (await bench.run()).map((task) => {
      if (!('latency' in task.result)) throw new Error(`${task.name} did not finish`);
      return task.result.latency.mean;
    });
    if (round > 0) rounds.push(means); // the first one warms up
    bench.reset();
  }
  const ratio = (index: number): string =>
    median(rounds.map((means) => (means[index] ?? Number.NaN) / (means[0] ?? Number.NaN))).toFixed(2);
  const command = (median(rounds.map(([plain]) => plain ?? Number.NaN)) / TRANSACTIONS / (BUMPS + 2)) * 1_000;
  yield `    one session in a row                        ${ratio(1)}   (about 1: nothing is exchanged)`;
  yield `    three transactions, statement by statement  ${ratio(2)}   (at most 8)`;
  yield `    a raw command takes ${command.toFixed(1)} µs`;
  await target.close();
}

function must(session: Session, statement: Statement): void {
  const execution = session.execute(statement);
  if (!execution || 'code' in execution.answer) throw new Error(`${statement.text} was not executed`);
}

/** One transaction after the other, all of one session. */
function inARow(target: PGliteTarget, count: number): void {
  const session = target.openSession();
  for (let transaction = 0; transaction < count; transaction += 1) {
    must(session, { text: 'begin' });
    for (let bump = 0; bump < BUMPS; bump += 1) must(session, { text: BUMP, values: [1] });
    must(session, { text: 'commit' });
  }
  session.close();
}

/** As many transactions, three at a time, who take turns after each statement. */
function interleaved(target: PGliteTarget, count: number): void {
  const sessions = [1, 2, 3].map((id) => ({ id, session: target.openSession() }));
  for (let transaction = 0; transaction < count; transaction += sessions.length) {
    for (const { session } of sessions) must(session, { text: 'begin' });
    for (let bump = 0; bump < BUMPS; bump += 1) {
      for (const { id, session } of sessions) must(session, { text: BUMP, values: [id] });
    }
    for (const { session } of sessions) must(session, { text: 'commit' });
  }
  for (const { session } of sessions) session.close();
}

/** As many transactions on PGlite with the same image, and nothing of ours. */
async function rawTransactions(): Promise<(count: number) => Promise<void>> {
  const database = await PGlite.create({ loadDataDir: await dataDirectoryImage(SCHEMA, () => undefined) });
  const { serialize } = protocol;
  const send = (...messages: readonly Uint8Array[]): void => {
    database.execProtocolRawSync(new Uint8Array(Buffer.concat([...messages, serialize.sync()])));
  };
  const run = (name: string, values: readonly string[] = []): Uint8Array =>
    Buffer.concat([serialize.bind({ statement: name, values: [...values] }), serialize.execute({})]);
  for (const [name, text] of [
    ['begin', 'begin'],
    ['commit', 'commit'],
    ['bump', BUMP],
  ] as const) {
    send(serialize.parse({ name, text }));
  }
  const [begin, commit, bump] = [run('begin'), run('commit'), run('bump', ['1'])];
  return async (count) => {
    for (let transaction = 0; transaction < count; transaction += 1) {
      send(begin);
      for (let each = 0; each < BUMPS; each += 1) send(bump);
      send(commit);
    }
    // It keeps what it parsed until its next asynchronous call.
    await database.execProtocol(serialize.sync(), { syncToFs: false });
  };
}
