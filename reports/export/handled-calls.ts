import { secondOf } from '../../sim/network/index.ts';
import type { ExportedRun } from './exported-run.ts';
import { callText, detailOf } from './step-text.ts';

/** A request at its handler: from the step that delivered it to the handler's last one. */
export type HandledCall = {
  readonly handler: string;
  /** `completeTask sum/task/1`. */
  readonly title: string;
  readonly from: number;
  readonly to: number;
  /** Whether its handler died over it. */
  readonly isKilled: boolean;
};

/** Every request that was delivered, in the order in which they were. */
export function handledCalls({ trace }: Pick<ExportedRun, 'trace'>): readonly HandledCall[] {
  const calls = new Map<string, { -readonly [Field in keyof HandledCall]: HandledCall[Field] }>();
  for (const step of trace.steps) {
    const detail = detailOf(step);
    const own = calls.get(step.actor);
    if (own) own.to = step.number;
    if (detail.kind === 'call') {
      const { handler } = detail;
      const handlers = step.fault === undefined ? [handler] : [handler, secondOf(handler)];
      for (const name of handlers) {
        const title = callText(detail);
        calls.set(name, { handler: name, title, from: step.number, to: step.number + 1, isKilled: false });
      }
    }
    if (detail.kind === 'blow') {
      for (const name of detail.killed) {
        const killed = calls.get(name);
        if (killed) Object.assign(killed, { to: step.number, isKilled: true });
      }
    }
  }
  return [...calls.values()];
}
