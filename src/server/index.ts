export { Announcer, type AnnouncerOptions } from './announcer.ts';
export { longPoll, type LongPoll, type LongPollOptions } from './long-poll.ts';
export { notifyAfter, notifyAfterSweeps } from './notify-after.ts';
export { sweeper, type Sweeper, type SweeperOptions } from './sweeper.ts';
export { sweepWhenDue } from './sweep-when-due.ts';
