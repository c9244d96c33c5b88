import type { Utterance } from '../target/index.ts';
import type { Connection } from './connection.ts';
import { type Patience, waitUntil } from './patience.ts';
import { StoppedSpecError } from './stopped-spec-error.ts';

/**
 * Runs statements to their end, as libpq's `PQexec` does: of all results the last one counts.
 *
 * @param onNotice told of each notice
 * @throws {StoppedSpecError} when they do not end
 */
export function runScript(
  connection: Connection,
  text: string,
  patience: Patience,
  onNotice: (text: string) => void = () => undefined,
): Utterance | undefined {
  connection.send(text);
  const hasEnded = (): boolean => {
    connection.advance();
    return !connection.isBusy;
  };
  if (!waitUntil(hasEnded, patience)) {
    throw new StoppedSpecError(
      `${connection.name} still waits after ${patience.limitMs / 1_000} seconds: ${text}`,
    );
  }
  for (const notice of connection.readNotices()) onNotice(notice);
  const said = connection.readRest();
  for (const each of said) if (each.kind === 'notice') onNotice(each.text);
  return said.filter(({ kind }) => kind !== 'notice').at(-1);
}
