import type { Json, OperationResult } from '../../events/index.ts';
import {
  adapted,
  type Codec,
  oneOf,
  optional,
  payload,
  record,
  sole,
  storedPayload,
} from '../codec/index.ts';
import { failure, storedFailure } from './failure.ts';

/** What came of an operation, as a request says it. */
export const operationResult = resultOf(payload, failure);
/** What came of an operation, as the engine tells it. */
export const storedOperationResult = resultOf(storedPayload, storedFailure);

function resultOf(json: Codec<Json, string>, error: typeof failure) {
  const OUTPUT = record<{ readonly value?: Json }>()({ value: optional(json) });
  const result = adapted(
    oneOf({ OUTPUT, ERROR: error }),
    ({ type, data }): OperationResult => {
      if (type === 'ERROR') return { error: data };
      return data.value === undefined ? {} : { output: data.value };
    },
    (value) => {
      if ('error' in value) return { type: 'ERROR', data: value.error } as const;
      const data = value.output === undefined ? {} : { value: value.output };
      return { type: 'OUTPUT', data } as const;
    },
  );
  return sole('result', result);
}
