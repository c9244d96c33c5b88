import { EngineError } from '../../engine/index.ts';

/** A field of a message is not as it must be. */
export function invalid(path: string, what: string): EngineError {
  return new EngineError('INVALID_ARGUMENT', path, `${path}: ${what}`);
}
