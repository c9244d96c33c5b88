import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The parts of a cold start, in milliseconds since the process was started. */
export type ColdStart = {
  readonly imported: number;
  readonly booted: number;
  readonly found: number;
  readonly runs: number;
};

/** From the start of a process to its first finding, with its parts. */
export async function* coldStart(start: (script: string) => string): AsyncGenerator<string> {
  yield '(c) cold start to the first finding (sequence-from-row, fan-out of 3), database image cached';
  const script = fileURLToPath(new URL(`cold-start-child${extname(import.meta.url)}`, import.meta.url));
  start(script); // makes the image, should it not be there
  const { imported, booted, found, runs } = JSON.parse(start(script)) as ColdStart;
  yield `    ${found.toFixed(0)} ms = ${imported.toFixed(0)} to load the code + ${(booted - imported).toFixed(0)} to boot the database + ${(found - booted).toFixed(0)} for ${runs} runs`;
}
