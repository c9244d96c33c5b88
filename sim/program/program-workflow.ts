import {
  type Awaited,
  PROGRAM,
  type Program,
  type ProgramInput,
  RETRIES,
  STEP,
  type StepInput,
  stepped,
} from '../../models/reference/program/index.ts';
import type { Json } from '../../src/events/index.ts';
import { NonRetryableError, task, workflow, type WorkflowContext } from '../../src/sdk/index.ts';

/** The task of programs: fails as its input says. */
export const stepTask = task<StepInput, string>({
  name: STEP,
  retry: { retries: RETRIES, initialDelay: 20, maxDelay: 50 },
  run: ({ attempt }, { value, failures, isHopeless }) => {
    if (isHopeless) return Promise.reject(new NonRetryableError('hopeless'));
    if (attempt <= failures) return Promise.reject(new Error(`attempt ${attempt}`));
    return Promise.resolve(stepped(value));
  },
});

/** A workflow that does what its input says, by the real means. */
export const programWorkflow = workflow<ProgramInput, Json>({
  name: PROGRAM,
  run: (context, { program, input }) => execute(program, context, input),
});

async function execute(program: Program, context: WorkflowContext, input: Json): Promise<Json> {
  switch (program.type) {
    case 'sequence': {
      let last = input;
      for (const part of program.parts) last = await execute(part, context, last);
      return last;
    }
    case 'parallel':
      return await Promise.all(program.parts.map((part) => execute(part, context, input)));
    case 'race':
      return await Promise.race(program.parts.map((part) => execute(part, context, input)));
    case 'attempt':
      try {
        return await execute(program.part, context, input);
      } catch (thrown) {
        return textOf(thrown);
      }
    case 'task':
    case 'sleep':
    case 'child':
      return (await start(program, context, input)) ?? input;
    case 'forget':
      void start(program.task, context, input);
      return input;
    case 'giveUp': {
      const handle = start(program.awaited, context, input);
      const meanwhile = await execute(program.meanwhile, context, input);
      handle.cancel();
      try {
        return [meanwhile, (await handle) ?? input];
      } catch (thrown) {
        return [meanwhile, textOf(thrown)];
      }
    }
    case 'promise': {
      const { name, timeoutMs: timeout } = program;
      return (await context.promise<Json | undefined>(name, { timeout })) ?? input;
    }
    case 'signal':
      return await context.waitForSignal(program.name);
    case 'drain':
      return context.drainSignals(program.name);
    case 'operation':
      return await context.run('look', async () => {
        if (program.isFailing) throw new Error('no');
        return input;
      });
    case 'set':
      context.set(program.key, input);
      return input;
    case 'get':
      return context.get<Json>(program.key) ?? null;
    case 'clear':
      context.clear(program.key);
      return input;
    case 'now':
      return context.now();
    case 'cancelled':
      return context.cancelled;
    case 'fail':
      throw new Error('as the program says');
  }
}

function start(
  awaited: Awaited,
  context: WorkflowContext,
  input: Json,
): Promise<Json | void> & { cancel(): void } {
  switch (awaited.type) {
    case 'task': {
      const { failures, isHopeless } = awaited;
      return context.schedule(stepTask, { failures, isHopeless, value: input });
    }
    case 'sleep':
      return context.sleep(awaited.ms);
    case 'child':
      return context.startChild(programWorkflow, { program: awaited.program, input });
  }
}

function textOf(thrown: unknown): string {
  return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : 'no error';
}
