import type { Figures, ShrunkFinding } from '../sim/campaign/index.ts';
import { plural } from './finding-text.ts';
import type { Paint } from './paint.ts';

/** Tells what was cut from a finding, and what is left of its schedule: which step comes before which. */
export function shrunkText(shrunk: ShrunkFinding, paint: Paint): string {
  const { from, to, runs, elapsedMs, isMinimal, deviations } = shrunk;
  const spent = `${plural(runs, 'run')}, ${(elapsedMs / 1_000).toFixed(1)} s`;
  const left = isMinimal ? '' : '; the time was up before nothing could be cut any more';
  return [
    `  ${paint.dim('cut')}   from ${amount(from)} to ${paint.bold(amount(to))} ${paint.dim(`(${spent}${left})`)}`,
    ...deviations
      .slice(0, MOST_ORDERS)
      .map(
        ({ before, take }) =>
          `  ${paint.dim('order')} ${stepText(take)} ${paint.dim('before')} ${stepText(before)}`,
      ),
    ...(deviations.length > MOST_ORDERS
      ? [`  ${paint.dim('order')} ${paint.dim(`and ${deviations.length - MOST_ORDERS} more`)}`]
      : []),
  ].join('\n');
}

const MOST_ORDERS = 6;
const LONGEST_LABEL = 48;

function amount({ steps, preemptions, faults }: Figures): string {
  return `${plural(steps, 'step')}, ${plural(preemptions, 'preemption')}, ${plural(faults, 'fault')}`;
}

/** A step by its name: who, and what, in a few words. */
function stepText(name: string): string {
  const [actor, label, , fault] = JSON.parse(name) as readonly [string, string, number, string?]; // as nameOf makes them
  const line = label.replaceAll(/\s+/g, ' ').trim();
  const what = line.length <= LONGEST_LABEL ? line : `${line.slice(0, LONGEST_LABEL - 1)}…`;
  return `${actor}: ${fault === undefined ? what : `${fault} (${what})`}`;
}
