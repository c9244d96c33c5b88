import { EPOCH } from '../../sim/kernel/index.ts';
import { causesOf } from './causes.ts';
import type { ExportedRun } from './exported-run.ts';
import { stepText } from './step-text.ts';

/** Reads a line of the log, in ShiViz and elsewhere. */
export const SHIVIZ_LINE = '(?<host>\\S+) (?<clock>\\{[^}]*\\}) (?<step>\\d+) (?<time>\\d+ms) (?<event>.*)';

/**
 * A run as a log for ShiViz (Beschastnikh et al., "Debugging distributed systems", CACM 59, 2016), which draws what
 * happened before what. Each actor is a host, handlers too, for two of them on the same server race as any others do.
 * Vector clocks count an actor's own steps and what it can know of others' (Mattern, 1988; Fidge, 1988). The first line
 * is the expression that reads the others, the second one, empty, says that there is only one execution: so ShiViz wants
 * it.
 */
export function shivizLog(run: ExportedRun): string {
  const causes = new Map(causesOf(run).map(({ from, to }) => [to, from])); // each step has one at most
  const clocks = new Map<string, Clock>();
  const after: Clock[] = [];
  const lines = run.trace.steps.map((step) => {
    const host = hostOf(step.actor);
    const clock = new Map(clocks.get(host));
    learn(clock, after[(causes.get(step.number) ?? 0) - 1]);
    clock.set(host, (clock.get(host) ?? 0) + 1);
    clocks.set(host, clock);
    after.push(clock);
    const { label, result } = stepText(step);
    const fault = step.fault === undefined ? '' : `⚡ ${step.fault}: `;
    const event = `${fault}${label}${result === undefined ? '' : ` → ${result}`}`.replaceAll(/\s+/g, ' ');
    const time = `${step.time - EPOCH}ms`;
    return `${host} ${JSON.stringify(Object.fromEntries(clock))} ${step.number} ${time} ${event}`;
  });
  return [SHIVIZ_LINE, '', ...lines, ''].join('\n');
}

/** By host: how many of its steps are known of. */
type Clock = Map<string, number>;

function learn(clock: Clock, other: Clock | undefined): void {
  for (const [host, count] of other ?? []) clock.set(host, Math.max(count, clock.get(host) ?? 0));
}

/** An actor by a name that is one word. */
function hostOf(actor: string): string {
  return actor.replaceAll(/\s+/g, ':');
}
