import type { GetScheduleResponse, PutScheduleRequest, ScheduleTimes } from '../../engine/index.ts';
import {
  choice,
  flatOneOf,
  interval,
  name,
  named,
  optional,
  payload,
  record,
  required,
  sole,
  stored,
  time,
} from '../codec/index.ts';
import { Missed, Overlap, ScheduleRunResult } from '../generated/skein/v1/skein_pb.ts';

type Of<Type extends ScheduleTimes['type']> = Omit<Extract<ScheduleTimes, { type: Type }>, 'type'>;

const times = flatOneOf({
  CRON: record<Of<'CRON'>>()({ expression: name, timeZone: name }),
  INTERVAL: record<Of<'INTERVAL'>>()({ everyMs: interval }),
});

/** A schedule. The ids of what it starts are longer than its own. */
export const schedule = record<PutScheduleRequest>()({
  id: named(200),
  times: required(sole('body', times)),
  kind: name,
  queue: name,
  input: optional(payload),
  overlap: choice(Overlap),
  missed: choice(Missed),
});

/** One run of a schedule. */
export const scheduleRun = record<GetScheduleResponse['runs'][number]>()({
  runAt: time,
  type: choice(ScheduleRunResult),
  workflowId: optional(stored),
});
