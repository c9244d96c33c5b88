import type { FireTime } from '../../events/index.ts';
import { type Codec, delay, invalid, name, time } from '../codec/index.ts';

type StartTimer = { readonly timerId: string } & FireTime;
type FireCase =
  | { case: 'delayMs'; value: bigint }
  | { case: 'fireAt'; value: bigint }
  | { case: undefined; value?: undefined };

/** A timer to be started. Its time is one of two numbers, where the variants of other oneofs are messages. */
export const startTimer: Codec<StartTimer, { timerId: string; fire: FireCase }> = {
  toWire(value, path) {
    const timerId = name.toWire(value.timerId, `${path}.timer_id`);
    const fire: FireCase =
      'delayMs' in value
        ? { case: 'delayMs', value: delay.toWire(value.delayMs, `${path}.delay_ms`) }
        : { case: 'fireAt', value: time.toWire(value.fireAt, `${path}.fire_at`) };
    return { timerId, fire };
  },
  toValue(wire, path) {
    const timerId = name.toValue(wire.timerId, `${path}.timer_id`);
    switch (wire.fire.case) {
      case 'delayMs':
        return { timerId, delayMs: delay.toValue(wire.fire.value, `${path}.delay_ms`) };
      case 'fireAt':
        return { timerId, fireAt: time.toValue(wire.fire.value, `${path}.fire_at`) };
      case undefined:
        throw invalid(path, 'must have one of delay_ms, fire_at');
    }
  },
};
