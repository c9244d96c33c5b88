import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import { type FaultScope, isFaultName } from '../fault/index.ts';
import type { ChoiceLog } from '../kernel/index.ts';

/** Everything needed to do a run again. */
export type Recording = {
  /** Identifies the code that ran, see {@link buildId}. */
  readonly build: string;
  readonly target: string;
  readonly scenario: string;
  readonly tasks: number;
  readonly workers: number;
  readonly servers: number;
  readonly seed: string;
  readonly defect: string | undefined;
  /** What may go wrong in it. */
  readonly faults?: FaultScope | undefined;
  /** Trace hash of the run. */
  readonly hash: string;
  readonly choices: ChoiceLog;
};

/** A text is not a replay token, or not all of one. */
export class InvalidTokenError extends Error {
  override readonly name = 'InvalidTokenError';
}

/** Begins the scenario of a recording of somebody's own code; the name of its simulation follows. */
export const OWN_CODE = 'simulate: ';

const PREFIX = 'sk1_';
const CHECKSUM_BYTES = 4;
const SEPARATOR = 0xff; // no byte of UTF-8 text

const Names = z.array(z.string().refine(isFaultName, 'no fault of this build'));

const Header = z.tuple([
  z.string(), // build
  z.string(), // target
  z.string(), // scenario
  z.number().int().positive(), // tasks
  z.number().int().nonnegative(), // workers
  z.number().int().positive(), // servers
  z.string(), // seed
  z.string(), // defect, empty for none
  z.string(), // hash
  z.tuple([z.number().int().positive(), Names]).optional(), // how many faults there may be, and which
]);

/**
 * Writes a recording as one word that can be pasted into any shell: `sk1_` and base64url of a checksum and the
 * deflated recording.
 */
export function encodeToken(recording: Recording): string {
  const { build, target, scenario, tasks, workers, servers, seed, defect = '', hash, choices } = recording;
  const { faults } = recording;
  const limits = faults ? [[faults.most, faults.names]] : [];
  const header = [build, target, scenario, tasks, workers, servers, seed, defect, hash, ...limits];
  const bytes = Buffer.concat([
    Buffer.from(JSON.stringify(header)),
    Buffer.from([SEPARATOR]),
    Buffer.from(choices.flatMap(toVarint)),
  ]);
  const body = deflateRawSync(bytes, { level: 9 });
  return PREFIX + Buffer.concat([checksum(body), body]).toString('base64url');
}

/** @throws {InvalidTokenError} saying what is wrong with the text. */
export function decodeToken(text: string): Recording {
  const token = text.trim();
  if (!token.startsWith(PREFIX)) throw new InvalidTokenError(`a replay token begins with ${PREFIX}`);
  const bytes = Buffer.from(token.slice(PREFIX.length), 'base64url');
  const body = bytes.subarray(CHECKSUM_BYTES);
  // Base64 can say the same bytes in several ways; only one of them is what encodeToken wrote.
  const isCanonical = PREFIX + bytes.toString('base64url') === token;
  if (!isCanonical || !checksum(body).equals(bytes.subarray(0, CHECKSUM_BYTES))) {
    throw new InvalidTokenError(
      'the replay token is damaged: its checksum does not fit (was all of it copied?)',
    );
  }
  const { header, choices } = unpack(body);
  const [build, target, scenario, tasks, workers, servers, seed, defect, hash, faults] = header;
  return {
    build,
    target,
    scenario,
    tasks,
    workers,
    servers,
    seed,
    defect: defect === '' ? undefined : defect,
    faults: faults && { most: faults[0], names: faults[1] },
    hash,
    choices,
  };
}

/** @throws {InvalidTokenError} when a body that is whole holds no recording of this build's kind. */
function unpack(body: Uint8Array): { header: z.infer<typeof Header>; choices: ChoiceLog } {
  try {
    const raw = inflateRawSync(body);
    const end = raw.indexOf(SEPARATOR);
    const header = Header.parse(JSON.parse(raw.toString('utf8', 0, end)));
    return { header, choices: fromVarints(raw.subarray(end + 1)) };
  } catch (cause) {
    throw new InvalidTokenError('the replay token is whole, but not of a kind that this build knows', {
      cause,
    });
  }
}

function checksum(body: Uint8Array): Buffer {
  return createHash('sha256').update(body).digest().subarray(0, CHECKSUM_BYTES);
}

function toVarint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...toVarint(value >>> 7)];
}

function fromVarints(bytes: Uint8Array): number[] {
  const values: number[] = [];
  let value = 0;
  let shift = 0;
  for (const byte of bytes) {
    value |= (byte & 0x7f) << shift;
    shift += 7;
    if (byte < 0x80) {
      values.push(value);
      value = 0;
      shift = 0;
    }
  }
  return values;
}
