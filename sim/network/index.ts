export type { AnswerDetail } from './call.ts';
export { LostCallError } from './lost-call-error.ts';
export { type CallDetail, type LostCallDetail, Network, secondOf, type Server } from './network.ts';
