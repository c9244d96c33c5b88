import type { RetryPolicy } from '../../events/index.ts';
import { integer, record, required, retryDelay } from '../codec/index.ts';

/** How a task is retried. */
export const retryPolicy = required(
  record<RetryPolicy>()({ retries: integer(0, 1_000), initialDelay: retryDelay, maxDelay: retryDelay }),
);
