import type { GetScheduleResponse, PutScheduleRequest } from '../../engine/index.ts';
import { adapted, list, named, nothing, record, required, time } from '../codec/index.ts';
import { schedule, scheduleRun } from '../message/index.ts';
import { createdNamed, scheduleNamed } from './names.ts';
import type { RequestOf, ResponseOf, RoutesOf } from './route.ts';

const address = { scheduleId: named(200) };

/** The same as in its message: the schedule by itself. */
type Parts = Omit<GetScheduleResponse, keyof PutScheduleRequest> & { readonly schedule: PutScheduleRequest };

const described = adapted(
  record<Parts>()({ schedule: required(schedule), nextRunAt: time, runs: list(scheduleRun) }),
  ({ schedule, ...rest }): GetScheduleResponse => ({ ...schedule, ...rest }),
  (whole) => ({ ...whole, schedule: whole }), // what is not the schedule's is left out of it
);

const put = adapted(
  record<{ readonly schedule: PutScheduleRequest }>()({ schedule: required(schedule) }),
  (message) => message.schedule,
  (schedule) => ({ schedule }),
);

/** What is done with schedules. */
export const SCHEDULE_ROUTES: RoutesOf<'putSchedule' | 'getSchedule' | 'deleteSchedule'> = {
  putSchedule: {
    rights: ['admin'],
    names: (request) => createdNamed(request, 'schedule.'),
    request: put,
    response: record<ResponseOf<'putSchedule'>>()({ nextRunAt: time }),
  },
  getSchedule: {
    rights: ['client', 'admin'],
    names: scheduleNamed,
    request: record<RequestOf<'getSchedule'>>()(address),
    response: described,
  },
  deleteSchedule: {
    rights: ['admin'],
    names: scheduleNamed,
    request: record<RequestOf<'deleteSchedule'>>()(address),
    response: nothing,
  },
};
