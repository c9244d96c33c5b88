import type { Terminal } from '../terminal.ts';
import { defaultReporter } from './default-reporter.ts';
import { dotReporter } from './dot-reporter.ts';
import { jsonReporter } from './json-reporter.ts';
import type { Reporter } from './reporter.ts';

/** Every way of telling a campaign. */
export const REPORTERS: readonly {
  readonly name: string;
  readonly make: (terminal: Terminal) => Reporter;
}[] = [
  { name: 'default', make: defaultReporter },
  { name: 'dot', make: dotReporter },
  { name: 'json', make: jsonReporter },
];

export { chooseDifferentialReporter, differentialJson } from './differential-reporter.ts';
export { chooseExploreReporter, exploreJson, type ExploreProgress } from './explore-reporter.ts';
export type { Reporter } from './reporter.ts';
