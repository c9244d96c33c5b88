export { LostCallError } from './lost-call-error.ts';
export { Network, secondOf, type Server } from './network.ts';
export { type AnswerDetail, type CallDetail, isAnswer, isCall, type LostCallDetail } from './step-details.ts';
