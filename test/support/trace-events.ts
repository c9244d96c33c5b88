import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import type { ChromeEvent, ChromeTrace } from '../../reports/index.ts';

type Of<Phase extends ChromeEvent['ph']> = Extract<ChromeEvent, { readonly ph: Phase }>;
type Slice = Of<'X'>;

const SCHEMA = new URL('../reports/export/fixture/trace-event.schema.json', import.meta.url);
const isTrace = new Ajv({ allErrors: true, strict: false }).compile(
  JSON.parse(readFileSync(SCHEMA, 'utf8')) as object,
);

/**
 * Everything that a viewer of trace events would stumble over: what is not of the format, slices of one thread that
 * overlap and are not within each other, events out of order, arrows and asynchronous events with one end, ends of
 * arrows outside of any slice, tracks without a name.
 */
export function faultsOf(trace: ChromeTrace): readonly string[] {
  if (!isTrace(JSON.parse(JSON.stringify(trace)))) {
    return (isTrace.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  }
  const events = trace.traceEvents;
  return [
    ...unordered(events),
    ...crossing(events),
    ...loose(events),
    ...unbalanced(events),
    ...nameless(events),
  ];
}

const trackOf = ({ pid, tid }: { readonly pid: number; readonly tid: number }): string => `${pid}/${tid}`;

/** Events of a phase. */
export function eventsOf<Phase extends ChromeEvent['ph']>(
  { traceEvents }: Pick<ChromeTrace, 'traceEvents'>,
  phase: Phase,
): readonly Of<Phase>[] {
  return traceEvents.filter((event): event is Of<Phase> => event.ph === phase);
}

function unordered(events: readonly ChromeEvent[]): readonly string[] {
  const found: string[] = [];
  let latest = 0;
  for (const event of events) {
    if (event.ph === 'M') continue;
    if (event.ts < latest) found.push(`${event.name} at ${event.ts} comes after ${latest}`);
    latest = Math.max(latest, event.ts);
  }
  return found;
}

function crossing(events: readonly ChromeEvent[]): readonly string[] {
  const found: string[] = [];
  const open = new Map<string, Slice[]>();
  for (const slice of eventsOf({ traceEvents: events }, 'X')) {
    const around = (open.get(trackOf(slice)) ?? []).filter(({ ts, dur }) => ts + dur > slice.ts);
    for (const outer of around) {
      if (slice.ts + slice.dur > outer.ts + outer.dur) {
        found.push(`${slice.name} at ${slice.ts} begins within ${outer.name} and ends after it`);
      }
    }
    open.set(trackOf(slice), [...around, slice]);
  }
  return found;
}

function loose(events: readonly ChromeEvent[]): readonly string[] {
  const trace = { traceEvents: events };
  const slices = eventsOf(trace, 'X');
  const isInSlice = (end: Of<'s'> | Of<'f'>): boolean =>
    slices.some(
      (each) => trackOf(each) === trackOf(end) && each.ts <= end.ts && end.ts <= each.ts + each.dur,
    );
  const [from, to] = [eventsOf(trace, 's'), eventsOf(trace, 'f')];
  return [
    ...[...from, ...to]
      .filter((end) => !isInSlice(end))
      .map(({ name, ts }) => `${name} at ${ts} is in no slice`),
    ...from
      .filter(({ id, ts }) => to.filter((end) => end.id === id && end.ts >= ts).length !== 1)
      .map(({ name, id }) => `${name} ${id} has not one end`),
    ...to
      .filter(({ id }) => from.filter((end) => end.id === id).length !== 1)
      .map(({ name, id }) => `${name} ${id} has not one beginning`),
  ];
}

function unbalanced(events: readonly ChromeEvent[]): readonly string[] {
  const trace = { traceEvents: events };
  const ends = eventsOf(trace, 'e');
  const begins = eventsOf(trace, 'b');
  const isPair = (one: Of<'b'>, other: Of<'e'>): boolean =>
    one.id === other.id && one.cat === other.cat && one.name === other.name && one.ts <= other.ts;
  const single = begins.filter((begin) => ends.filter((end) => isPair(begin, end)).length !== 1);
  const more = ends.length === begins.length ? [] : [`${begins.length} begin, and ${ends.length} end`];
  return [...single.map(({ name, id }) => `${name} ${id} does not end once`), ...more];
}

function nameless(events: readonly ChromeEvent[]): readonly string[] {
  const named = new Set(
    eventsOf({ traceEvents: events }, 'M').map((event) => `${event.name} ${event.pid} ${event.tid}`),
  );
  return events.flatMap(({ ph, name, pid, tid }) =>
    ph === 'M' || (named.has(`process_name ${pid} 0`) && named.has(`thread_name ${pid} ${tid}`))
      ? []
      : [`${name} is on a track without a name`],
  );
}
