import { EngineError } from '../engine/index.ts';
import type { Clock } from '../ports/index.ts';

const FIRST_PAUSE_MS = 100;
const LAST_PAUSE_MS = 5_000;

/**
 * Makes a call again and again until it is answered: for calls that may be repeated without harm, where a lost answer
 * must not lose the work.
 *
 * @throws {EngineError} when that is the answer: the engine refuses, now and every time.
 */
export async function untilAnswered<Answer>(
  call: () => Promise<Answer>,
  clock: Clock,
  onError: (error: unknown) => void,
): Promise<Answer> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LAST_PAUSE_MS)) {
    try {
      return await call();
    } catch (error) {
      if (error instanceof EngineError) throw error;
      onError(error);
      await clock.sleep(pause);
    }
  }
}
