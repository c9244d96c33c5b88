/** An option of a simulation makes no sense. */
export class SimulateOptionsError extends Error {
  override readonly name = 'SimulateOptionsError';
}
