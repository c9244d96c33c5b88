/** A spec cannot go on: what the tester says before it leaves. */
export class StoppedSpecError extends Error {
  override readonly name = 'StoppedSpecError';
}
