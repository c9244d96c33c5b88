import { isRefusal, isSql } from '../target/index.ts';
import type { RunEnd, TraceStep } from '../kernel/index.ts';

/** How much there is to read in a run. */
export type Figures = {
  /** Steps until nothing happens any more but that workers and clients ask in vain. */
  readonly steps: number;
  /** Preemptions among these steps. */
  readonly preemptions: number;
  /** Faults that happened. */
  readonly faults: number;
};

/** Counts what there is to read in a run: not what follows when all is over, and time runs out. */
export function figuresOf({ trace, faults }: Pick<RunEnd, 'trace' | 'faults'>): Figures {
  const last = trace.steps.findLastIndex(hasEffect);
  const eventful = trace.steps.slice(0, last + 1);
  return {
    steps: eventful.length,
    preemptions: eventful.filter(({ preempts }) => preempts).length,
    faults: [...faults.values()].reduce((sum, count) => sum + count, 0),
  };
}

/** Whether a step wrote, or failed to. That a worker says it is there does not count: it goes on saying so. */
function hasEffect({ detail, fault }: TraceStep): boolean {
  if (fault !== undefined) return true;
  if (!isSql(detail) || /^\s*insert into worker\b/i.test(detail.text)) return false;
  const { answer } = detail;
  return isRefusal(answer) || (/^(?:INSERT|UPDATE|DELETE)$/.test(answer.command) && answer.count > 0);
}
