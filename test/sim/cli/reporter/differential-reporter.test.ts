import { describe, expect, it } from 'vitest';
import { paintFor } from '../../../../reports/index.ts';
import { chooseDifferentialReporter } from '../../../../sim/cli/reporter/index.ts';
import type {
  DifferenceFinding,
  DifferenceKind,
  DifferentialResult,
  Outcome,
} from '../../../../sim/differential/index.ts';

const heading = {
  targets: ['pglite', 'postgres'],
  races: ['phantom'],
  strategy: 'random',
  seeds: '--seed x',
};

/** What a reporter prints of a comparison with these findings. */
function printed(
  name: string,
  kinds: readonly DifferenceKind[] = [],
  isInterrupted = false,
): readonly string[] {
  const lines: string[] = [];
  const reporter = chooseDifferentialReporter(name)({
    paint: paintFor(false),
    width: 80,
    isInteractive: false,
    print: (line) => lines.push(line),
    note: () => undefined,
    status: () => undefined,
  });
  const findings = kinds.map(finding);
  const result: DifferentialResult = {
    runs: 20,
    steps: 300,
    elapsedMs: 1_500.4,
    differentRuns: 2 * kinds.length,
    needlesslyAnnounced: 1,
    findings,
    isInterrupted,
  };
  reporter.begin(heading);
  for (const each of findings) reporter.onFinding?.(each);
  reporter.end(result);
  return lines;
}

function finding(kind: DifferenceKind): DifferenceFinding {
  const outcome = (target: string): Outcome => ({
    target,
    steps: [],
    end: 'finished',
    left: [],
    divergences: [],
    hash: target,
  });
  const [one, other] = [outcome('pglite'), outcome('postgres')];
  const difference = { race: 'phantom', seed: 'x/1', one, other, at: 0, shape: 'other rows are left' };
  return { signature: `phantom, ${kind}`, difference, kind, count: 2 };
}

describe('a comparison of targets, told', () => {
  it('is equal', () => {
    expect(printed('default')).toEqual([
      '--seed x  phantom on pglite and postgres, random',
      '✓ equal  20 runs on pglite and postgres, 300 steps each, 1.5 s; 0 different, 1 announced as divergent and the same',
    ]);
  });

  it('is different, in each kind of ways', () => {
    const lines = printed('default', ['silent', 'unsteady']);
    expect(lines.filter((line) => line.includes('✗ different  phantom: other rows are left'))).toHaveLength(
      2,
    );
    expect(lines.at(-1)).toContain('✗ different  20 runs');
    expect(lines.at(-1)).toContain('4 different (2 silent, 0 announced, 2 unsteady)');
  });

  it('is interrupted', () => {
    expect(printed('default', [], true).at(-1)).toMatch(/^interrupted: ✓ equal/);
  });

  it('is data', () => {
    const lines = printed('json', ['announced']);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      schema: 1,
      ...heading,
      runs: 20,
      steps: 300,
      elapsedMs: 1_500,
      differentRuns: 2,
      needlesslyAnnounced: 1,
      interrupted: false,
      findings: [
        {
          signature: 'phantom, announced',
          kind: 'announced',
          race: 'phantom',
          seed: 'x/1',
          step: 1,
          shape: 'other rows are left',
          outcomes: [
            { target: 'pglite', hash: 'pglite', divergences: [], step: null },
            { target: 'postgres', hash: 'postgres', divergences: [], step: null },
          ],
          count: 2,
        },
      ],
    });
  });
});
