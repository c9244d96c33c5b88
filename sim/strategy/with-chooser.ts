import type { Chooser } from '../kernel/index.ts';

/**
 * Performs a run under a chooser of one's own. A run may be done again from the start, each time with a new chooser: the
 * one that is given back saw it to its end.
 */
export async function withChooser<Made extends Chooser, Result>(
  make: () => Made,
  perform: (makeChooser: () => Made) => Promise<Result>,
): Promise<{ readonly result: Result; readonly chooser: Made }> {
  let chooser = make();
  const result = await perform(() => {
    chooser = make();
    return chooser;
  });
  return { result, chooser };
}
