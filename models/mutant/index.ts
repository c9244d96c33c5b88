export { type Equivalent, EQUIVALENTS } from './equivalents.ts';
export { exposureOf } from './exposure.ts';
export { kebab } from './kebab.ts';
export { INAPPLICABLE, type Inapplicable, type Mutant, MUTANTS } from './mutant.ts';
export { PLANTABLE } from './plantable.ts';
export { type Counts, recorder, type Seen } from './recorder.ts';
export { SHOWS } from './shows.ts';
export { type Statement, STATEMENTS } from './statement.ts';
export { TRANSACTIONS } from './transactions.ts';
