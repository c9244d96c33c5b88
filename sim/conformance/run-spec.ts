import type { Target } from '../target/index.ts';
import { Connection, type ServerError } from './connection.ts';
import { openDialogue } from './open-dialogue.ts';
import type { Patience } from './patience.ts';
import { permutationsOf } from './permutations.ts';
import { printResult } from './print-result.ts';
import { runPermutation, type Stage } from './run-permutation.ts';
import { runScript } from './script.ts';
import { sessionSettings } from './session-settings.ts';
import { type Spec, unusedSteps } from './spec.ts';
import { StoppedSpecError } from './stopped-spec-error.ts';

export type SpecRun = {
  /** What the tester would have written. */
  readonly output: string;
  /** What the server refused, expected or not. */
  readonly errors: readonly ServerError[];
};

/**
 * Runs a spec on a target as PostgreSQL's tester does.
 *
 * @param name the spec's: sessions are known to the server as `isolation/<name>/<session>`
 */
export function runSpec(spec: Spec, name: string, target: Target, patience: Patience): SpecRun {
  const written: string[] = [];
  const write = (text: string): void => {
    written.push(text);
  };
  for (const step of unusedSteps(spec)) write(`unused step name: ${step.name}\n`);
  write(`Parsed test spec with ${spec.sessions.length} sessions\n`);
  const opened: Connection[] = [];
  const open = (session: string): Connection => {
    const connection = new Connection(session, openDialogue(target));
    opened.push(connection);
    introduce(connection, `isolation/${name}/${session}`, patience);
    return connection;
  };
  try {
    const control = open('control connection');
    const connections = spec.sessions.map((session) => open(session.name));
    for (const permutation of permutationsOf(spec)) {
      write(`\nstarting permutation: ${permutation.map(({ step }) => step.name).join(' ')}\n`);
      setUp(spec, control, { connections, write, patience });
      runPermutation(permutation, { connections, write, patience });
      tearDown(spec, control, { connections, write, patience });
    }
  } catch (error) {
    if (!(error instanceof StoppedSpecError)) throw error;
    write(`${error.message}\n`);
  } finally {
    for (const connection of opened) connection.close();
  }
  return { output: written.join(''), errors: opened.flatMap(({ errors }) => errors) };
}

const WHERE = 'select pg_backend_pid(), current_database()';

/** Makes a session what the tester's are, and learns which process serves it in which database. */
function introduce(connection: Connection, applicationName: string, patience: Patience): void {
  for (const text of [...sessionSettings(applicationName), WHERE]) {
    const said = runScript(connection, text, patience);
    if (said?.kind === 'error') throw new StoppedSpecError(`${text}: ${said.severity}:  ${said.message}`);
    if (text !== WHERE || said?.kind !== 'rows') continue;
    const [processId, database] = said.rows[0] ?? [];
    connection.processId = Number(processId);
    if (typeof database === 'string') connection.database = database;
  }
}

function setUp({ setups, sessions }: Spec, control: Connection, stage: Stage): void {
  for (const text of setups) {
    const problem = runBlock(control, text, { ...stage, isSilent: true });
    if (problem !== undefined) throw new StoppedSpecError(`setup failed: ${problem}`);
  }
  for (const [index, connection] of stage.connections.entries()) {
    const problem = runBlock(connection, sessions[index]?.setup, stage);
    if (problem !== undefined)
      throw new StoppedSpecError(`setup of session ${connection.name} failed: ${problem}`);
  }
}

/** A teardown that fails is told, and the next permutation tried. */
function tearDown({ teardown, sessions }: Spec, control: Connection, stage: Stage): void {
  for (const [index, connection] of stage.connections.entries()) {
    const problem = runBlock(connection, sessions[index]?.teardown, stage);
    if (problem !== undefined) stage.write(`teardown of session ${connection.name} failed: ${problem}\n`);
  }
  const problem = runBlock(control, teardown, { ...stage, isSilent: true });
  if (problem !== undefined) stage.write(`teardown failed: ${problem}\n`);
}

/** Runs a setup or a teardown, if there is one. @returns what went wrong, if it did */
function runBlock(
  connection: Connection,
  text: string | undefined,
  { write, patience, isSilent = false }: Stage & { readonly isSilent?: boolean },
): string | undefined {
  if (text === undefined) return undefined;
  const said = runScript(connection, text, patience, (notice) => {
    if (!isSilent) write(`${connection.name}: ${notice}\n`);
  });
  if (said?.kind === 'rows') write(printResult(said));
  return said?.kind === 'error' ? `${said.severity}:  ${said.message}` : undefined;
}
