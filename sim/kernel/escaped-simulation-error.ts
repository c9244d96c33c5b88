/** Something in a run went past the simulator's gates, where no seed can decide what happens. */
export class EscapedSimulationError extends Error {
  override readonly name = 'EscapedSimulationError';
  readonly actor: string;
  /** Where in the code it happened, innermost call first, as far as it is known. */
  readonly place: string | undefined;

  constructor(actor: string, what: string, stack: string | undefined) {
    const place = foreignFrame(stack);
    super(`actor ${actor} ${what}${place ? ` at ${place}` : ''}`);
    this.actor = actor;
    this.place = place;
  }
}

/** This folder, written as stack traces write it. */
const KERNEL =
  /([^\s(]*[/\\])[^/\\]+:\d+:\d+\)?$/.exec(new Error('here').stack?.split('\n')[1] ?? '')?.[1] ?? 'node:';

/** Folders that lie between the kernel and code that somebody brings: it is never they who did it. */
const OWN = ['kernel', 'pg', 'simulate', 'target'].map((folder) =>
  KERNEL.replace(/kernel(?=[/\\]$)/, folder),
);

/** The innermost frame with a place in a file that is neither Node's nor the simulator's own. */
export function foreignFrame(stack: string | undefined): string | undefined {
  return stack
    ?.split('\n')
    .slice(1)
    .map((line) => line.trim().replace(/^at /, ''))
    .find(
      (frame) =>
        /:\d+\)?$/.test(frame) && !frame.includes('node:') && !OWN.some((folder) => frame.includes(folder)),
    );
}
