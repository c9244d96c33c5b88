import {
  createEngine,
  createSweeps,
  type EnginePorts,
  OPERATION_NAMES,
  type Operations,
  SWEEP_NAMES,
  type Sweeps,
} from '../../src/engine/index.ts';
import type { SqlPool } from '../../src/ports/index.ts';
import type { Planted } from '../defect/index.ts';
import { kebab } from './kebab.ts';

type Hooks = Required<Pick<Planted, 'apply' | 'applyToSweeps'>>;

/**
 * Gives operations and sweeps a database of their own.
 *
 * @param over makes that of an operation, told its name in kebab-case; the same one, if it is none of its business
 */
export function overOperations(over: (operation: string, pool: SqlPool) => SqlPool): Hooks {
  const portsOf = (name: string, ports: EnginePorts): EnginePorts => ({
    ...ports,
    sql: over(kebab(name), ports.sql),
  });
  return {
    apply: (engine: Operations, ports: EnginePorts) =>
      OPERATION_NAMES.reduce(
        (whole, name) => ({ ...whole, [name]: createEngine(portsOf(name, ports))[name] }),
        engine,
      ),
    applyToSweeps: (sweeps: Sweeps, ports: EnginePorts) =>
      SWEEP_NAMES.reduce(
        (whole, name) => ({ ...whole, [name]: createSweeps(portsOf(name, ports))[name] }),
        sweeps,
      ),
  };
}

/** Gives one operation or sweep a database of its own. */
export function overOperation(name: string, over: (pool: SqlPool) => SqlPool): Hooks {
  return overOperations((operation, pool) => (operation === name ? over(pool) : pool));
}
