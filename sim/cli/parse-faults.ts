import { type FaultMode, FAULTS } from '../fault/index.ts';
import { chooseNamed } from './choose-named.ts';

/** Which faults happen, as the command line says it. @throws {UsageError} for a name that no fault has */
export function parseFaults(text: string): FaultMode {
  if (text === 'none' || text === 'swarm') return text;
  return text.split(',').map((name) => chooseNamed('fault', name.trim(), FAULTS).name);
}
