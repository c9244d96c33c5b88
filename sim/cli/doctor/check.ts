/** What a look at something came to. */
export type Health =
  | { readonly type: 'ok'; readonly detail: string }
  | {
      readonly type: 'missing';
      readonly detail: string;
      /** What to do about it. */
      readonly advice: string;
    };

/** Something that may be there or not. */
export type Check = {
  readonly name: string;
  /** What cannot be done without it; undefined if nothing can. */
  readonly onlyFor?: string;
  /** What to do where the look itself fails. */
  readonly advice?: string;
  readonly look: () => Health | Promise<Health>;
};

/** A check that was made. */
export type Diagnosis = Omit<Check, 'look' | 'advice'> & { readonly health: Health };

/** Makes a check; whatever it throws is what is missing. */
export async function diagnose({ look, advice = 'see README.md', ...check }: Check): Promise<Diagnosis> {
  try {
    return { ...check, health: await look() };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ...check, health: { type: 'missing', detail: message.split('\n')[0] ?? '', advice } };
  }
}

/** It is there. */
export function ok(detail: string): Health {
  return { type: 'ok', detail };
}

/** It is not. */
export function missing(detail: string, advice: string): Health {
  return { type: 'missing', detail, advice };
}
