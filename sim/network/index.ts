export { type AnswerDetail, type CallDetail, Network, type Server } from './network.ts';
