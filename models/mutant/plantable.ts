import { DEFECTS, type Planted } from '../defect/index.ts';
import { MUTANTS } from './mutant.ts';

/** Everything that can be planted by its name: the defects, then the mutants. */
export const PLANTABLE: readonly Planted[] = [...DEFECTS, ...MUTANTS];
