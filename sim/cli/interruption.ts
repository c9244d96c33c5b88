import { EXIT } from './exit-code.ts';
import type { Terminal } from './terminal.ts';

/** The first Ctrl-C ends the campaign in good order, the second one at once. @returns how to stop listening. */
export function onInterrupt(interruption: AbortController, terminal: Terminal): () => void {
  const interrupt = (): void => {
    if (interruption.signal.aborted) process.exit(EXIT.interrupted);
    terminal.note('stopping after this run …');
    interruption.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return () => {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  };
}
