import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { UsageError } from '../../src/cli/index.ts';
import type { SearchState } from '../explore/index.ts';
import { host } from '../kernel/index.ts';

const Count = z.number().int().nonnegative();
const Name = z.string().regex(/^[0-9a-f]{16}$/);

const Prefix = z.object({ choices: z.array(Count), state: z.string() });

const State = z.object({
  /** Grows when searches go another way: a build stands for what runs do, not for how they are searched. */
  schema: z.literal(1),
  build: z.string(),
  target: z.string(),
  scenario: z.string(),
  size: z.object({ tasks: Count, workers: Count, servers: Count }),
  seed: z.string(),
  defect: z.string().nullable(),
  preemptions: z.union([Count, z.literal('unlimited')]),
  faults: Count,
  allowed: z.array(z.string()),
  /** Steps of the concurrent threads of the first run. */
  chains: z.array(Count),
  elapsedMs: z.number().nonnegative(),
  search: z.object({
    round: Count,
    prefixes: z.array(Prefix),
    ofPrefixes: Count,
    deferred: z.array(Prefix),
    frames: z.array(
      z.object({ options: z.array(Name), asleep: z.array(Name), todo: z.array(Count), done: z.array(Count) }),
    ),
    known: z.array(Name),
    counts: z.object({ runs: Count, asleep: Count, known: Count, beyond: Count, cutShort: Count }),
    isDone: z.boolean(),
  }),
});

/** An exploration that is under way, as it is kept in a file. */
export type ExploreState = Omit<z.infer<typeof State>, 'search'> & { readonly search: SearchState };

/** @throws {UsageError} when the file is none that was written here. */
export function readState(file: string): ExploreState {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`cannot read ${file} (${reason}): --resume takes a file that --state has written`);
  }
  const parsed = State.safeParse(parseJson(text));
  if (!parsed.success)
    throw new UsageError(`${file} is not a state that this version of --state has written`);
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const EVERY_MS = 3_000;
/** A state can grow to many megabytes; so much of the time at most goes into writing it. */
const MOST_SHARE = 0.1;

/** Keeps a state in a file: whoever kills the process loses the last seconds, and never the file. */
export class StateFile {
  readonly #file: string;
  #next = host.monotonicMs() + EVERY_MS;

  constructor(file: string) {
    this.#file = file;
  }

  /** Writes, if it is time to. */
  offer(state: () => ExploreState): void {
    if (host.monotonicMs() >= this.#next) this.write(state());
  }

  write(state: ExploreState): void {
    const begun = host.monotonicMs();
    const draft = `${this.#file}.new`;
    const descriptor = openSync(draft, 'w');
    try {
      writeFileSync(descriptor, JSON.stringify(state));
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(draft, this.#file);
    const ended = host.monotonicMs();
    this.#next = ended + Math.max(EVERY_MS, (ended - begun) / MOST_SHARE);
  }
}
