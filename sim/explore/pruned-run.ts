/** Thrown out of a run that need not go on: all that it could still come to is seen elsewhere. */
export class PrunedRun extends Error {
  override readonly name = 'PrunedRun';
  readonly why: 'asleep' | 'known';

  constructor(why: 'asleep' | 'known') {
    super(why === 'asleep' ? 'whatever follows is seen from elsewhere' : 'this state is known');
    this.why = why;
  }
}

/** The same choices led elsewhere: something other than choices decides what happens, or a footprint says too little. */
export class SearchDivergedError extends Error {
  override readonly name = 'SearchDivergedError';
  readonly step: number;

  constructor(step: number, what: string) {
    super(`the search cannot go on: in step ${step} ${what}`);
    this.step = step;
  }
}
