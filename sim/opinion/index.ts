export { SECOND_OPINION, SecondOpinion } from './second-opinion.ts';
