import { Arbitrary, type Random, Stream, Value } from 'fast-check';
import { type FaultName, FAULTS, isFaultName, SESSION_FAULTS } from '../fault/index.ts';
import { type PlannedFault, PlannedFaults } from './planned-faults.ts';
import { lowerNumbers, SHRUNK, simplerLists } from './simpler-lists.ts';

export type FaultsOptions = {
  /** How many may happen in a run. Default: 3. */
  readonly most?: number;
};

/** The longest that a fault is waited for is two to the power of this: short waits are as likely as long ones. */
const LONGEST_EXPONENT = 6;
const MOST_ACTORS = 12;

/**
 * What goes wrong in runs under the simulator, drawn from fast-check's own randomness. It shrinks towards nothing, then
 * towards faults that come earlier.
 *
 * @param names of faults; those of connections to a database by default, which are what code of one's own can suffer
 * @throws {RangeError} for a name that no fault has, and options that make no sense.
 */
export function faults(
  names: readonly FaultName[] = SESSION_FAULTS,
  { most = 3 }: FaultsOptions = {},
): Arbitrary<PlannedFaults> {
  const unknown = names.find((name) => !isFaultName(name));
  if (unknown !== undefined) {
    throw new RangeError(
      `unknown fault "${String(unknown)}": known: ${FAULTS.map(({ name }) => name).join(', ')}`,
    );
  }
  if (names.length === 0) throw new RangeError('faults takes one name at least');
  if (!Number.isSafeInteger(most) || most < 1) {
    throw new RangeError(`most takes a whole number from 1 on, not ${most}`);
  }
  return new Faults(names, most);
}

class Faults extends Arbitrary<PlannedFaults> {
  readonly #names: readonly FaultName[];
  readonly #most: number;

  constructor(names: readonly FaultName[], most: number) {
    super();
    this.#names = names;
    this.#most = most;
  }

  override generate(random: Random): Value<PlannedFaults> {
    const planned: PlannedFault[] = [];
    for (let left = random.nextInt(0, this.#most); left > 0; left -= 1) {
      const fault = this.#names[random.nextInt(0, this.#names.length - 1)];
      if (fault === undefined) break; // there is a name at least
      const after = random.nextInt(0, 2 ** random.nextInt(0, LONGEST_EXPONENT) - 1);
      planned.push({ fault, after, whom: random.nextInt(0, MOST_ACTORS - 1) });
    }
    return new Value(new PlannedFaults(planned), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is PlannedFaults {
    return value instanceof PlannedFaults;
  }

  override shrink(value: PlannedFaults, context: unknown): Stream<Value<PlannedFaults>> {
    return new Stream(asValues(simplerLists(value.faults, simplerFaults, context === SHRUNK)));
  }
}

function* simplerFaults({ fault, after, whom }: PlannedFault): Generator<PlannedFault> {
  for (const lower of lowerNumbers(whom, 0)) yield { fault, after, whom: lower };
  for (const earlier of lowerNumbers(after, 0)) yield { fault, after: earlier, whom };
}

function* asValues(lists: Iterable<readonly PlannedFault[]>): Generator<Value<PlannedFaults>> {
  for (const list of lists) yield new Value(new PlannedFaults(list), SHRUNK);
}
