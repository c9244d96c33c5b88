import type { Failure, Json } from '../../../src/events/index.ts';
import { all, begin, race, type Routine } from './eventual.ts';
import { failure, type Handle, type LiveRun } from './live-run.ts';
import type { Awaited, Program } from './program.ts';

/** Names that the model's workflows and tasks go by. */
export const PROGRAM = 'program';
export const STEP = 'step';

/** Does what a program says. Each `yield` stands where the workflow has an `await`. */
export function* interpret(program: Program, run: LiveRun, input: Json): Routine {
  switch (program.type) {
    case 'sequence': {
      let last: Json = input;
      for (const part of program.parts) last = asJson(yield begin(run.jobs, interpret(part, run, last)));
      return last;
    }
    case 'parallel': {
      const parts = program.parts.map((part) => begin(run.jobs, interpret(part, run, input)));
      return yield all(run.jobs, parts);
    }
    case 'race': {
      const parts = program.parts.map((part) => begin(run.jobs, interpret(part, run, input)));
      return yield race(run.jobs, parts);
    }
    case 'attempt':
      try {
        return yield begin(run.jobs, interpret(program.part, run, input));
      } catch (thrown) {
        return textOf(thrown);
      }
    case 'task':
    case 'sleep':
    case 'child':
      return (yield start(program, run, input).outcome) ?? input;
    case 'forget':
      start(program.task, run, input);
      return input;
    case 'giveUp': {
      const { outcome, cancel } = start(program.awaited, run, input);
      const meanwhile = asJson(yield begin(run.jobs, interpret(program.meanwhile, run, input)));
      cancel();
      try {
        return [meanwhile, asJson((yield outcome) ?? input)];
      } catch (thrown) {
        return [meanwhile, textOf(thrown)];
      }
    }
    case 'promise':
      return (yield run.promise(program.name)) ?? input;
    case 'signal':
      return yield run.waitForSignal(program.name);
    case 'drain':
      return run.drainSignals(program.name);
    case 'operation': {
      const error = failure('Error', 'no');
      return yield run.operate('look', program.isFailing ? { error } : { output: input });
    }
    case 'set':
      run.set(program.key, input);
      return input;
    case 'get':
      return run.published.get(program.key) ?? null;
    case 'clear':
      run.clear(program.key);
      return input;
    case 'now':
      return run.now;
    case 'cancelled':
      return run.isCancelled;
    case 'fail':
      throw failure('Error', 'as the program says');
  }
}

function start(awaited: Awaited, run: LiveRun, input: Json): Handle {
  switch (awaited.type) {
    case 'task': {
      const { failures, isHopeless } = awaited;
      return run.schedule(STEP, { failures, isHopeless, value: input });
    }
    case 'sleep':
      return run.sleep(awaited.ms);
    case 'child':
      return run.startChild(PROGRAM, { program: awaited.program, input });
  }
}

function textOf(thrown: unknown): string {
  const { name, message } = thrown as Failure; // whatever the model throws is one
  return `${name}: ${message}`;
}

/** Whatever the model hands on is JSON. */
function asJson(value: unknown): Json {
  return value as Json;
}
