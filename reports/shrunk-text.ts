import type { Cut } from '../sim/simulate/index.ts';
import { plural } from './finding-text.ts';
import type { Paint } from './paint.ts';

/** Tells what was cut from a finding, and what is left of its schedule: which step comes before which. */
export function shrunkText(shrunk: Cut, paint: Paint): string {
  const { from, to, runs, elapsedMs, minimal, deviations } = shrunk;
  const spent = `${plural(runs, 'run')}, ${(elapsedMs / 1_000).toFixed(1)} s`;
  const left = minimal ? '' : '; the time was up before nothing could be cut any more';
  return [
    `  ${paint.dim('cut')}   from ${amount(from)} to ${paint.bold(amount(to))} ${paint.dim(`(${spent}${left})`)}`,
    ...deviations
      .slice(0, MOST_ORDERS)
      .map(
        ({ before, take }) =>
          `  ${paint.dim('order')} ${short(take)} ${paint.dim('before')} ${short(before)}`,
      ),
    ...(deviations.length > MOST_ORDERS
      ? [`  ${paint.dim('order')} ${paint.dim(`and ${deviations.length - MOST_ORDERS} more`)}`]
      : []),
  ].join('\n');
}

const MOST_ORDERS = 6;
const LONGEST_STEP = 64;

function amount({ steps, preemptions, faults }: Cut['to']): string {
  return `${plural(steps, 'step')}, ${plural(preemptions, 'preemption')}, ${plural(faults, 'fault')}`;
}

function short(step: string): string {
  return step.length <= LONGEST_STEP ? step : `${step.slice(0, LONGEST_STEP - 1)}…`;
}
