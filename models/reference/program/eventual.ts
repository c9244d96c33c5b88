/** What is to be done next, in order: JavaScript's job queue. Source: ECMA-262, section 9.5. */
export class Jobs {
  readonly #waiting: (() => void)[] = [];

  add(job: () => void): void {
    this.#waiting.push(job);
  }

  /** Does everything, and what comes of it. */
  run(): void {
    for (let job = this.#waiting.shift(); job; job = this.#waiting.shift()) job();
  }
}

/** How something came out. */
export type Settled = { readonly value: unknown } | { readonly thrown: unknown };

/** A promise as ECMA-262 defines it (section 27.2), on a queue of its own; one is never settled with another. */
export class Eventual {
  readonly #jobs: Jobs;
  #settled: Settled | undefined;
  #reactions: ((settled: Settled) => void)[] = [];

  constructor(jobs: Jobs, settled?: Settled) {
    this.#jobs = jobs;
    this.#settled = settled;
  }

  get isPending(): boolean {
    return this.#settled === undefined;
  }

  /** The first time counts. */
  settle(settled: Settled): void {
    if (this.#settled) return;
    this.#settled = settled;
    for (const reaction of this.#reactions) this.#jobs.add(() => reaction(settled));
    this.#reactions = [];
  }

  /** Has something done, as a job, once this has come out. */
  react(reaction: (settled: Settled) => void): void {
    const settled = this.#settled;
    if (settled) this.#jobs.add(() => reaction(settled));
    else this.#reactions.push(reaction);
  }

  /** One that comes out alike a job later: `promise.then((value) => value)`. */
  relayed(): Eventual {
    const relay = new Eventual(this.#jobs);
    this.react((settled) => relay.settle(settled));
    return relay;
  }
}

/** As `Promise.all`. */
export function all(jobs: Jobs, parts: readonly Eventual[]): Eventual {
  const whole = new Eventual(jobs);
  const values: unknown[] = parts.map(() => undefined);
  let missing = parts.length;
  for (const [index, part] of parts.entries()) {
    part.react((settled) => {
      if ('thrown' in settled) return whole.settle(settled);
      values[index] = settled.value;
      missing -= 1;
      if (missing === 0) whole.settle({ value: values });
    });
  }
  return whole;
}

/** As `Promise.race`. */
export function race(jobs: Jobs, parts: readonly Eventual[]): Eventual {
  const first = new Eventual(jobs);
  for (const part of parts) part.react((settled) => first.settle(settled));
  return first;
}

/** An async function's body: what it yields is what it awaits. */
export type Routine = Generator<Eventual, unknown, unknown>;

/** Runs an async function: at once as far as it goes, then on whenever what it awaits has come out. */
export function begin(jobs: Jobs, routine: Routine): Eventual {
  const outcome = new Eventual(jobs);
  const goOn = (settled: Settled): void => {
    try {
      const next = 'thrown' in settled ? routine.throw(settled.thrown) : routine.next(settled.value);
      if (next.done) outcome.settle({ value: next.value });
      else next.value.react(goOn);
    } catch (thrown) {
      outcome.settle({ thrown });
    }
  };
  goOn({ value: undefined });
  return outcome;
}
