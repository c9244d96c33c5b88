import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventBody, Json, ScheduleTask, WorkflowEvent } from '../../src/events/index.ts';
import { workflow, type WorkflowContext } from '../../src/sdk/index.ts';
import { numbered, replay, scheduledBy, taskNamed } from '../support/history.ts';

/** A workflow's code as data: what it schedules, and how it waits. */
type Program =
  | { readonly type: 'task'; readonly name: string }
  | { readonly type: 'forget'; readonly name: string }
  | { readonly type: 'sequence' | 'all' | 'race'; readonly parts: readonly Program[] }
  | { readonly type: 'attempt'; readonly part: Program };

/** Runs a program. Inputs depend on earlier outputs, so that a result handed to the wrong call shows. */
async function execute(program: Program, context: WorkflowContext, input: Json): Promise<Json> {
  switch (program.type) {
    case 'task':
      return await context.schedule(taskNamed(program.name), input);
    case 'forget':
      void context.schedule(taskNamed(program.name), input);
      return input;
    case 'sequence': {
      let last = input;
      for (const part of program.parts) last = await execute(part, context, last);
      return last;
    }
    case 'all':
      return await Promise.all(program.parts.map((part) => execute(part, context, input)));
    case 'race':
      return await Promise.race(program.parts.map((part) => execute(part, context, input)));
    case 'attempt':
      try {
        return await execute(program.part, context, input);
      } catch (error) {
        return error instanceof Error ? error.message : 'no error';
      }
    default:
      return program satisfies never;
  }
}

const name = fc.constantFrom('a', 'b', 'c');
const { program } = fc.letrec<{ program: Program }>((tie) => ({
  program: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 3, arbitrary: fc.record({ type: fc.constant('task' as const), name }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('forget' as const), name }) },
    {
      weight: 6,
      arbitrary: fc.record({
        type: fc.constantFrom('sequence' as const, 'all' as const, 'race' as const),
        parts: fc.array(tie('program'), { minLength: 2, maxLength: 3 }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('attempt' as const), part: tie('program') }) },
  ),
}));
const programs = fc.record({
  type: fc.constant('sequence' as const),
  parts: fc.array(program, { minLength: 1, maxLength: 3 }),
});

/** What one activation saw, and what it asked for. */
type Recorded = {
  readonly seen: readonly WorkflowEvent[];
  readonly result: Awaited<ReturnType<typeof replay>>;
};

function toEvent({ taskId, kind, input }: ScheduleTask): EventBody {
  const data = { taskId, kind };
  return { type: 'TASK_SCHEDULED', data: input === undefined ? data : { ...data, input } };
}

/**
 * Runs a program to its end the way the engine does: tasks end in any order, before an activation reads the history
 * or after it has and before what it asks for is appended. `choices` decides, over and over.
 */
async function produce(definition: ReturnType<typeof define>, choices: readonly number[]) {
  const history: WorkflowEvent[] = [];
  const running: string[] = [];
  const activations: Recorded[] = [];
  let used = 0;

  const choose = (options: number): number => {
    const choice = choices[used % choices.length] ?? 0;
    used += 1;
    return choice % options;
  };
  const append = (event: EventBody): void => {
    history.push(numbered(event, history.length + 1));
  };
  const endOne = (): void => {
    const [taskId] = running.splice(choose(running.length), 1);
    if (taskId === undefined) throw new Error('no task is running');
    if (choose(6) === 0) {
      append({ type: 'TASK_FAILED', data: { taskId, error: { name: 'Error', message: taskId } } });
    } else {
      append({ type: 'TASK_COMPLETED', data: { taskId, output: `${taskId}!` } });
    }
  };

  append({ type: 'WORKFLOW_STARTED', data: { kind: 'program', input: 'input' } });
  for (;;) {
    const seen = [...history];
    const result = await replay(definition, seen);
    activations.push({ seen, result });
    for (let late = choose(3); late > 0 && running.length > 0; late -= 1) endOne();
    for (const command of scheduledBy(result)) {
      append(toEvent(command));
      running.push(command.taskId);
    }
    const { outcome } = result;
    if (outcome.type === 'COMPLETED')
      append({ type: 'WORKFLOW_COMPLETED', data: { output: outcome.output ?? null } });
    else if (outcome.type === 'FAILED') append({ type: 'WORKFLOW_FAILED', data: { error: outcome.error } });
    else append({ type: 'WORKFLOW_SUSPENDED', data: {} });
    if (outcome.type !== 'SUSPENDED') return { history, activations, outcome };
    if (history.length === seen.length + result.commands.length + 1) endOne(); // else there is news already
  }
}

function define(program: Program) {
  return workflow<string, Json>({
    name: 'program',
    run: (context, input) => execute(program, context, input),
  });
}

describe('replay', () => {
  it('makes of every prefix of a history what the history says came of it', async () => {
    const scenario = fc.tuple(programs, fc.array(fc.nat(60), { minLength: 1, maxLength: 40 }));
    await fc.assert(
      fc.asyncProperty(scenario, async ([program, choices]) => {
        const definition = define(program);
        const { history, activations, outcome } = await produce(definition, choices);
        const recorded = history.filter(({ type }) => type === 'TASK_SCHEDULED').map(({ data }) => data);

        for (const { seen, result } of activations) expect(await replay(definition, seen)).toEqual(result);

        for (let length = 1; length <= history.length; length += 1) {
          const prefix = history.slice(0, length);
          const before = prefix.filter(({ type }) => type === 'TASK_SCHEDULED').length;
          const again = await replay(definition, prefix);

          // Nothing is asked for again, and what is new is what the history has next.
          expect(scheduledBy(again).map((command) => toEvent(command).data)).toEqual(
            recorded.slice(before, before + again.commands.length),
          );
          // The workflow ends in one way only, at the latest with its last event.
          if (again.outcome.type !== 'SUSPENDED' || length === history.length) {
            expect(again.outcome).toEqual(outcome);
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});
