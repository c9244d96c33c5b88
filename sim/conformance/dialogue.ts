import { readTranscript, type Session, type Utterance } from '../target/index.ts';

/** How scripts go to a server, and what it says to them. */
export type Dialogue = {
  /** Sends a script. None may be under way. */
  send(text: string): void;

  /** Takes in what has come, and sends what was waiting for it. @returns whether anything has moved */
  advance(): boolean;

  /** Whether the end of the script has not come. */
  readonly isBusy: boolean;

  /** What was said to the last script so far, in its order. */
  readonly said: readonly Utterance[];

  close(): void;
};

/** What has been said to the statement that waits, if the target hears of that. */
export function heardIn(session: Session): readonly Utterance[] {
  const heard = session.heard?.();
  return heard ? readTranscript(heard) : [];
}
