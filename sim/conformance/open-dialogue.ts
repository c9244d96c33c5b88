import type { Target } from '../target/index.ts';
import type { Dialogue } from './dialogue.ts';
import { SplitDialogue } from './split-dialogue.ts';
import { WholeDialogue } from './whole-dialogue.ts';

/** Opens a session. Targets that cannot execute several statements at once are sent one after the other. */
export function openDialogue(target: Target): Dialogue {
  const session = target.openSession();
  const isSplit = target.limitations.some(({ feature }) => feature === 'scripts');
  return isSplit ? new SplitDialogue(session) : new WholeDialogue(session);
}
