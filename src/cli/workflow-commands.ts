import { type Json, WORKFLOW_STATUSES, type WorkflowEvent } from '../events/index.ts';
import { client, type Client, WorkflowEndedError } from '../client/index.ts';
import { systemClock, systemRandom } from '../ports/system/index.ts';
import { isRefusedForGood, serverConnection } from './server-connection.ts';
import type { Settings } from './settings.ts';
import { UsageError } from './usage-error.ts';
import { EngineError } from '../engine/index.ts';
import { EXIT } from './exit-code.ts';

/** Writes a line for whoever called. */
export type Print = (line: string) => void;

const RESULT_WAIT_MS = 20_000;

/** Starts a workflow, and waits for its result if asked to. */
export async function startCommand(
  kind: string,
  input: string | undefined,
  settings: Settings,
  print: Print,
): Promise<number> {
  const value = input === undefined ? undefined : jsonOf(input, 'the input');
  const id = settings.text('id');
  const queue = settings.text('queue');
  const idempotencyKey = settings.text('idempotency-key');
  return await withClient(settings, async (caller) => {
    // The definition is where the workers are: here only its name is known, and its input is whatever JSON it may be.
    const definition = { name: kind, run: (): Promise<Json | void> => Promise.reject(new Error('not here')) };
    const handle = await caller.start<Json | undefined, Json | void>(definition, value, {
      ...(id === undefined ? {} : { id }),
      ...(queue === undefined ? {} : { queue }),
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    });
    if (!settings.isSet('wait')) return print(handle.workflowId);
    const result = await handle.result();
    print(JSON.stringify(result) ?? '');
  });
}

/** Waits for a workflow's end, and prints its result. */
export async function resultCommand(workflowId: string, settings: Settings, print: Print): Promise<number> {
  return await withClient(settings, async (caller) => {
    print(JSON.stringify(await caller.handle(workflowId).result()) ?? '');
  });
}

export async function signalCommand(
  workflowId: string,
  name: string,
  payload: string | undefined,
  settings: Settings,
  print: Print,
): Promise<number> {
  const value = payload === undefined ? undefined : jsonOf(payload, 'the payload');
  return await withClient(settings, async (caller) => {
    print(await caller.handle(workflowId).signal(name, value, settings.text('idempotency-key')));
  });
}

export async function cancelCommand(workflowId: string, settings: Settings, print: Print): Promise<number> {
  return await withClient(settings, async (caller) => {
    print(await caller.handle(workflowId).cancel(settings.text('reason')));
  });
}

/** Lists workflows in the order of their ids. */
export async function workflowsCommand(settings: Settings, print: Print): Promise<number> {
  const kind = settings.text('kind');
  const status = settings.oneOf('status', WORKFLOW_STATUSES);
  const after = settings.text('after');
  const limit = settings.number('limit', 1, 1_000) ?? 50;
  return await withClient(settings, async (caller) => {
    const found = await caller.list({
      limit,
      ...(kind === undefined ? {} : { kind }),
      ...(status === undefined ? {} : { status }),
      ...(after === undefined ? {} : { after }),
    });
    if (settings.isSet('json')) return print(JSON.stringify(found));
    const widths = {
      id: widest(found.map((each) => each.workflowId)),
      kind: widest(found.map((each) => each.kind)),
    };
    for (const each of found) {
      print(`${each.workflowId.padEnd(widths.id)}  ${each.kind.padEnd(widths.kind)}  ${each.status}`);
    }
  });
}

/** Shows a workflow's history, or writes it as a file for `check-history`. */
export async function historyCommand(workflowId: string, settings: Settings, print: Print): Promise<number> {
  return await withClient(settings, async (caller) => {
    const events = await caller.handle(workflowId).history();
    if (settings.isSet('json')) return print(JSON.stringify({ workflowId, events }, undefined, 2));
    const width = widest(events.map(({ type }) => type));
    for (const event of events) print(lineOf(event, width));
  });
}

function lineOf({ sequence, type, time, data }: WorkflowEvent, width: number): string {
  const at = new Date(time).toISOString();
  const facts = JSON.stringify(data);
  return `${String(sequence).padStart(4)}  ${at}  ${type.padEnd(width)}  ${facts === '{}' ? '' : facts}`.trimEnd();
}

function widest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, text.length), 0);
}

/** @throws {UsageError} when the server refuses what was asked for */
async function withClient(settings: Settings, body: (caller: Client) => Promise<void>): Promise<number> {
  const { url, connection } = serverConnection(settings);
  const caller = client({
    operations: connection,
    clock: systemClock,
    random: systemRandom,
    waitMs: RESULT_WAIT_MS,
  });
  try {
    await body(caller);
    return EXIT.done;
  } catch (error) {
    if (error instanceof WorkflowEndedError) {
      process.stderr.write(`skein: ${error.message}\n`);
      return EXIT.failed;
    }
    if (isRefusedForGood(error))
      throw new UsageError(`${url} refuses this: ${error.message}`, { cause: error });
    if (error instanceof EngineError) throw new UsageError(error.message, { cause: error });
    throw error;
  } finally {
    connection.close();
  }
}

function jsonOf(text: string, what: string): Json {
  try {
    return JSON.parse(text) as Json; // what JSON.parse gives is JSON
  } catch (cause) {
    throw new UsageError(`${what} is not JSON: ${text}`, { cause });
  }
}
