import { OPERATION_NAMES, type Operations, SWEEP_NAMES, type Sweeps } from '../engine/index.ts';

/** Something that is done around a call, whatever is called. It answers what `call` answers, or throws what it throws. */
export type Around<Name extends string = string> = <Answer>(
  name: Name,
  request: unknown,
  call: () => Promise<Answer>,
) => Promise<Answer>;

/** Puts something around every operation; the last is the innermost. */
export function aroundOperations(
  operations: Operations,
  ...arounds: readonly Around<keyof Operations>[]
): Operations {
  return wrap(operations, OPERATION_NAMES, arounds);
}

/** Puts something around every sweep; the last is the innermost. */
export function aroundSweeps(sweeps: Sweeps, ...arounds: readonly Around<keyof Sweeps>[]): Sweeps {
  return wrap(sweeps, SWEEP_NAMES, arounds);
}

function wrap<Functions extends object, Name extends string>(
  functions: Functions,
  names: readonly Name[],
  arounds: readonly Around<Name>[],
): Functions {
  type Call = (...call: readonly unknown[]) => Promise<unknown>;
  const entries = names.map((name) => {
    const inner = Reflect.get(functions, name) as Call; // operations and sweeps are functions of this kind
    const wrapped: Call = (...call) =>
      arounds.reduceRight<() => Promise<unknown>>(
        (next, around) => () => around(name, call[0], next),
        () => inner(...call),
      )();
    return [name, wrapped];
  });
  return Object.fromEntries(entries) as Functions; // each name with what is around the function of that name
}
