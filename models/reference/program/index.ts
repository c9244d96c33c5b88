export { PROGRAM, STEP } from './interpret.ts';
export { judge, wasNeverRun } from './judge.ts';
export {
  type Awaited,
  type Program,
  type ProgramInput,
  RETRIES,
  type Step,
  type StepInput,
  stepped,
} from './program.ts';
