export { choice } from './choice.ts';
export { adapted, type Codec, flag, list, optional, required } from './codec.ts';
export { invalid } from './invalid.ts';
export { payload, storedPayload } from './json-text.ts';
export { delay, INT4_MAX, integer, interval, lease, retryDelay, sequence, time, wait } from './number.ts';
export { flatOneOf, oneOf } from './one-of.ts';
export { nothing, record, sole } from './record.ts';
export { name, named, stored, taskId, text } from './text.ts';
