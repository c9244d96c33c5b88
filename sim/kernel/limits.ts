/** How long a run may go on. In the chaos phase the chooser decides; in the healing phase scheduling is fair. */
export type Limits = {
  readonly chaosSteps: number;
  /** Virtual milliseconds. */
  readonly chaosMs: number;
  readonly healingSteps: number;
  /** Virtual milliseconds. */
  readonly healingMs: number;
};

export const DEFAULT_LIMITS: Limits = {
  chaosSteps: 20_000,
  chaosMs: 30_000,
  healingSteps: 20_000,
  healingMs: 30_000,
};
