/** Why a command is not run here, and where it is, or what it takes. */
export const LEFT_OUT: readonly { readonly command: RegExp; readonly why: string }[] = [
  {
    command: /^npm (?:ci|install|test)\b/,
    why: 'installs, or is this very suite: .ci/run calls both on a fresh clone',
  },
  {
    command: /^npm run (?:sim|check|bench)\b/,
    why: 'takes minutes; its script has to be there: the test above',
  },
  { command: /^\.ci\/run$/, why: 'is everything, this suite included; CI calls it' },
  { command: /^git clone /, why: 'needs the network' },
  {
    command: /^npx skein conformance /,
    why: 'needs the source of PostgreSQL: git clone it as docs/conformance.md says',
  },
  {
    command: /^npx skein (?:serve|worker|start|workflows|signal|result|history|check-history)\b/,
    why: 'needs a server and a worker: test/examples/getting-started.test.ts has them, and runs the commands of its page',
  },
];

/** What is written otherwise before a command is run, so that it takes seconds: the rest of it is run as it stands. */
export const SHORTER: readonly (readonly [written: RegExp, run: string])[] = [
  [/nightly --for 8h/, 'nightly --runs 2 --no-ladder --no-corpus --targets pglite'],
  [/--for (?:30s|20s|10m)\b/, '--for 1s'],
  [/--runs (?:2000|200|50)\b/, '--runs 4'],
  [/--seeds 0\.\.99$/, '--seeds 0..2'],
  [/--preemptions unlimited/, '--preemptions unlimited --runs 4'],
  [/--tasks 2 --defect sequence-from-row$/, '--tasks 2 --defect sequence-from-row --preemptions 1'],
  [
    /--defect five-retries --tasks 12 --scenario fan-out/,
    '--defect sequence-from-row --tasks 3 --scenario fan-out --faults none --runs 100',
  ],
  [/--defect (?:five-retries|unlocked-completion) --bail$/, '$& --runs 200'],
  [/ (shrink \S+)$/, ' $1 --for 1s'],
  [/--resume \S+$/, '$& --runs 4'],
  [/ (keep .*)$/, ' $1 --for 1s'],
  [/^npx skein defects$/, 'npx skein defects sequence-from-row --trials 1 --no-shrink'],
  [/defects (?:five-retries|sequence-from-row) /, 'defects sequence-from-row --no-shrink --runs 50 '],
  [
    /defects --mutants --trials 1/,
    'defects no-guard:untold-end:parent_told --mutants --trials 1 --runs 2 --no-shrink',
  ],
  [/--trials 2/, '--trials 1'],
  [/^eval "\$\((.*)\)"$/, '$1'],
  [/ [|>] .*$/, ''],
  // A report without a finding, beside the one that the next commands are about.
  [/--reporter json --out report\.json/, '--reporter json --out clean.json'],
];

/** Variables that make campaigns short where no flag says how long. */
export const VARIABLES = { SKEIN_RUNS: '2', SKEIN_SHRINK: 'false' } as const;

/** Commands that end with another exit code than 0, as their pages say: they show a bug. */
export const BROKEN: readonly RegExp[] = [
  /^npx skein run .*--defect /,
  /^npx skein explore .*--defect /,
  /^npx skein (?:replay|shrink) /,
];

/** Whether a command needs a PostgreSQL server of its own. */
export const NEEDS_POSTGRES = /postgres\b/;
