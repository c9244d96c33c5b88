/** Carries one call from a client or a worker to a server, and its answer back. */
export interface Transport {
  /**
   * Calls operation `operation` with a JSON-serialisable request.
   *
   * @throws what the operation threw, as an error of the same class and facts.
   */
  call(operation: string, request: unknown): Promise<unknown>;
}
