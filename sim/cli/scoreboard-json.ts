import type { INAPPLICABLE } from '../../models/mutant/index.ts';
import { scoreOfAll } from '../../reports/index.ts';
import { buildId } from '../campaign/index.ts';
import { adoOf, type DefectScore, type Effort, type Spread } from '../scoreboard/index.ts';

/** Version of the JSON report's shape; grows when the shape changes. */
const SCHEMA_VERSION = 2;

/** A scoreboard as data. @param target its name */
export function scoreboardJson(
  target: string,
  { trials, mostRuns, seed }: Pick<Effort, 'trials' | 'mostRuns' | 'seed'>,
  scores: readonly DefectScore[],
  outOfReach: typeof INAPPLICABLE,
): object {
  return {
    schema: SCHEMA_VERSION,
    build: buildId(),
    target,
    seed,
    trials,
    mostRuns,
    score: scoreOfAll(scores),
    defects: scores.map((score) => ({
      name: score.defect.name,
      summary: score.defect.summary,
      verdict: score.verdict,
      law: score.verdict === 'killed' ? score.law : null,
      scenario: score.verdict === 'killed' ? score.scenario : null,
      argument: score.verdict === 'equivalent' ? score.argument : null,
      strategies: score.strategies.map(({ runs, seconds, ...others }) => ({
        ...others,
        runs: finite(runs),
        seconds: finite(seconds),
      })),
      shrunk:
        score.verdict === 'killed' && score.shrunk
          ? {
              ...score.shrunk.to,
              actors: adoOf(score.shrunk).actors,
              size: score.shrunk.run.plan.size,
              token: score.shrunk.token,
            }
          : null,
    })),
    outOfReach,
  };
}

/** JSON has no infinity: null says that it was not reached. */
function finite({ confidence, ...figures }: Spread): Readonly<Record<string, number | null>> {
  const entries = Object.entries(figures).map(([name, value]) => [
    name,
    Number.isFinite(value) ? value : null,
  ]);
  return { ...Object.fromEntries(entries), confidence };
}
