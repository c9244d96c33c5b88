import type { TraceStep } from '../sim/kernel/index.ts';
import type { AnswerDetail, CallDetail, LostCallDetail } from '../sim/network/index.ts';
import type { BlowDetail } from '../sim/scenario/index.ts';
import type { LostDetail, SqlDetail } from '../sim/target/index.ts';

/** What a step does with which something goes wrong. */
type Disturbed = AnswerDetail | BlowDetail | CallDetail | LostCallDetail | LostDetail | SqlDetail;

/** Says in one line what went wrong in a step, and with what. */
export function faultText({ fault = '', actor, detail }: TraceStep): string {
  const disturbed = detail as Disturbed; // whatever declares a fault says so by one of these
  switch (disturbed.kind) {
    case 'blow':
      return `⚡ ${disturbed.what}`;
    case 'lost-call':
      return `⚡ ${disturbed.operation} of ${actor} never arrives`;
    case 'delayed-call':
      return `⚡ ${disturbed.operation} of ${actor} is held up`;
    case 'call':
      return `⚡ ${disturbed.operation} of ${actor} arrives twice`;
    case 'answer':
      return `⚡ ${actor} never gets the answer to ${disturbed.operation}`;
    case 'lost':
      return `⚡ ${actor} loses its connection${disturbed.isDone ? ' once the statement is done' : ''} (${fault})`;
    case 'sql':
      return `⚡ ${actor}: ${fault}`;
  }
}
