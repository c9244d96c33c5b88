import type { Failure } from '../../events/index.ts';
import { record, required, stored, text } from '../codec/index.ts';

/** Why something failed, as a request says it. */
export const failure = record<Failure>()({ name: text, message: text });
/** The same where messages could be without it. */
export const requiredFailure = required(failure);
/** Why something failed, as the engine tells it. */
export const storedFailure = record<Failure>()({ name: stored, message: stored });
export const requiredStoredFailure = required(storedFailure);
