/** A call came to nothing, and whoever made it cannot know whether it took effect. */
export class LostCallError extends Error {
  override readonly name = 'LostCallError';
  readonly operation: string;

  constructor(operation: string, what: string) {
    super(`${operation}: ${what}`);
    this.operation = operation;
  }
}
