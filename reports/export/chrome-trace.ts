import { EPOCH, type TraceStep } from '../../sim/kernel/index.ts';
import { statementText } from '../statement-text.ts';
import { causesOf } from './causes.ts';
import type { ChromeArgs, ChromeEvent } from './chrome-event.ts';
import { ChromeTracks } from './chrome-tracks.ts';
import type { ExportedRun } from './exported-run.ts';
import { handledCalls } from './handled-calls.ts';
import { detailOf, stepText } from './step-text.ts';

/** The JSON object of the Trace Event Format. */
export type ChromeTrace = {
  readonly traceEvents: readonly ChromeEvent[];
  readonly displayTimeUnit: 'ms';
  readonly otherData: ChromeArgs;
};

/** What a step takes on the axis, in microseconds: virtual time stands still for most steps. */
const STEP_US = 1_000;

/**
 * A run as Perfetto and `chrome://tracing` show it. A millisecond of the axis is one step, as virtual time would put most
 * of them on the same spot; virtual time is a counter. Arrows are messages, locks that were handed on, and what faults
 * brought about.
 */
export function chromeTrace(run: ExportedRun): ChromeTrace {
  const tracks = new ChromeTracks(run);
  const events = [
    ...slicesOfCalls(run, tracks),
    ...run.trace.steps.flatMap((step) => eventsOf(step, tracks)),
    ...waits(run, tracks),
    ...arrows(run, tracks),
    ...verdict(run, tracks),
  ];
  return {
    traceEvents: [...tracks.metadata(), ...events.toSorted((one, other) => startOf(one) - startOf(other))],
    displayTimeUnit: 'ms',
    otherData: {
      scenario: run.plan.scenario.name,
      seed: run.plan.seed,
      ...(run.plan.defect ? { defect: run.plan.defect.name } : {}),
      hash: run.hash,
      axis: 'one millisecond is one step; virtual time is the counter of that name',
    },
  };
}

function startOf(event: ChromeEvent): number {
  return event.ph === 'M' ? 0 : event.ts;
}

/** A step: a slice, what went wrong in it, and the time if it went on. */
function eventsOf(step: TraceStep, tracks: ChromeTracks): readonly ChromeEvent[] {
  const { number, actor, fault } = step;
  const { label, result } = stepText(step);
  const track = tracks.of(actor);
  const ts = number * STEP_US;
  const detail = detailOf(step);
  const args: ChromeArgs = {
    step: number,
    actor,
    'virtual ms': step.time - EPOCH,
    ...('text' in detail ? { statement: statementText(detail.text, detail.values) } : {}),
    ...(result === undefined ? {} : { result }),
    ...(step.preempts ? { preempts: true } : {}),
    ...(fault === undefined ? {} : { fault }),
  };
  const events: ChromeEvent[] = [
    { ph: 'X', cat: detail.kind, name: label, ...track, ts, dur: STEP_US, args },
  ];
  if (fault !== undefined) {
    events.push({ ph: 'i', cat: 'fault', name: `⚡ ${fault}`, ...track, ts, s: 'g', args: { step: number } });
  }
  if (number === 1 || detail.kind === 'time' || detail.kind === 'blow') {
    const time = { 'ms since the beginning': step.time - EPOCH };
    events.push({ ph: 'C', cat: 'time', name: 'virtual time', ...tracks.of('clock'), ts, args: time });
  }
  return events;
}

/** Each request twice: at its handler, around the handler's steps, and at its caller, until it was answered. */
function slicesOfCalls(run: ExportedRun, tracks: ChromeTracks): readonly ChromeEvent[] {
  const events: ChromeEvent[] = [];
  const callers = new Map<string, TraceStep>();
  for (const step of run.trace.steps) {
    const detail = detailOf(step);
    if (detail.kind === 'call') callers.set(detail.handler, step);
    if (detail.kind !== 'answer') continue;
    const call = callers.get(detail.handler);
    if (!call) continue;
    const { pid, tid } = tracks.of(call.actor);
    const event = { cat: 'call', name: detail.operation, id: `call ${call.number}`, pid, tid };
    events.push({ ...event, ph: 'b', ts: call.number * STEP_US, args: { handler: detail.handler } });
    events.push({ ...event, ph: 'e', ts: (step.number + 1) * STEP_US });
  }
  for (const { handler, title, from, to, isKilled } of handledCalls(run)) {
    const args: ChromeArgs = isKilled ? { handler, killed: true } : { handler };
    const ts = (from + 1) * STEP_US;
    const dur = Math.max(1, to - from) * STEP_US;
    events.push({ ph: 'X', cat: 'request', name: title, ...tracks.of(handler), ts, dur, args });
  }
  return events;
}

/** From a statement that had to wait until its answer. */
function waits({ trace }: ExportedRun, tracks: ChromeTracks): readonly ChromeEvent[] {
  const waiting = new Map<string, TraceStep>();
  const events: ChromeEvent[] = [];
  for (const step of trace.steps) {
    const detail = detailOf(step);
    const begun = waiting.get(step.actor);
    if (begun && (detail.kind === 'sql' || detail.kind === 'lost')) {
      waiting.delete(step.actor);
      const ts = (begun.number + 1) * STEP_US;
      const dur = step.number * STEP_US - ts;
      const args = { statement: stepText(begun).label };
      events.push({
        ph: 'X',
        cat: 'wait',
        name: 'waits for a lock',
        ...tracks.of(step.actor),
        ts,
        dur,
        args,
      });
    }
    if (detail.kind === 'wait') waiting.set(step.actor, step);
  }
  return events;
}

/** Arrows from step to step, but for those that only say that it was time. */
function arrows(run: ExportedRun, tracks: ChromeTracks): readonly ChromeEvent[] {
  const { steps } = run.trace;
  return causesOf(run).flatMap(({ from, to, kind }, id): readonly ChromeEvent[] => {
    const [cause, effect] = [steps[from - 1], steps[to - 1]];
    if (kind === 'time' || !cause || !effect) return [];
    const event = { cat: kind, name: kind, id };
    return [
      { ...event, ph: 's', ...tracks.of(cause.actor), ts: from * STEP_US },
      { ...event, ph: 'f', bp: 'e', ...tracks.of(effect.actor), ts: to * STEP_US },
    ];
  });
}

/** What the run broke, in its end. */
function verdict({ trace, violations }: ExportedRun, tracks: ChromeTracks): readonly ChromeEvent[] {
  const ts = (trace.steps.length + 1) * STEP_US;
  return violations.map(({ law, witness }): ChromeEvent => {
    const args = { law: law.name, witness: witness.sentence };
    return { ph: 'i', cat: 'law', name: `✗ ${law.name}`, ...tracks.of('clock'), ts, s: 'g', args };
  });
}
