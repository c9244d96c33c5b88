export { reachedTransitions, type Transition, TRANSITIONS } from './transitions.ts';
