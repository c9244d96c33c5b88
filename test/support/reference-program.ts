import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { NOTHING, REFERENCE, type State, type Step } from '../../models/reference/index.ts';
import type { Target } from '../../sim/target/index.ts';
import { type Call, EngineInHand, ServerDied } from './engine-in-hand.ts';
import { type Memory, type Move, moves, pauses } from './reference-moves.ts';
import { expectSameRows } from './reference-rows.ts';

/** The engine and the model, side by side. */
export class SideBySide {
  readonly #target: Target;
  readonly #engine: EngineInHand;
  readonly #memory: Memory = { calls: [], activations: [], attempts: [] };
  #state: State = NOTHING;
  /** What has happened, as it can be run. */
  readonly script: string[] = [];

  constructor(target: Target) {
    this.#target = target;
    this.#engine = new EngineInHand(target);
  }

  pass(milliseconds: number): string {
    this.#engine.now += milliseconds;
    return this.#note(`engine.now += ${milliseconds};`);
  }

  /** Has both do something. @throws {Error} if the answers differ */
  async make(move: Move): Promise<string> {
    const call = move(this.#state, this.#memory);
    if (!call) return '';
    const { name, request, dies = false } = call;
    const line = this.#note(`await engine.call(${JSON.stringify(call)});`);
    const moment = { now: this.#engine.now, token: this.#engine.nextToken, dies };
    // Typed by the name, as the call is.
    const steps: readonly Step<unknown>[] = REFERENCE[name](this.#state, request as never, moment);
    const answer = await this.#engine.call(call).catch((error: unknown) => {
      if (error instanceof ServerDied) return error;
      throw new Error(`${String(error)}\n${this.text()}`, { cause: error });
    });
    const step = steps.find((each) => answer instanceof ServerDied || isDeepStrictEqual(each.answer, answer));
    if (!step) {
      const expected = steps.map((each) => JSON.stringify(each.answer)).join(' or ');
      throw new Error(`expected ${expected}, the engine answered ${JSON.stringify(answer)}\n${this.text()}`);
    }
    this.#state = step.state;
    this.#remember(call, step.answer);
    return line;
  }

  /** Fails unless the tables are what the model keeps. */
  compare(): void {
    try {
      expectSameRows(this.#target, this.#state);
    } catch (error) {
      throw new Error(`${String(error)}\n${this.text()}`, { cause: error });
    }
  }

  /** All that has happened, to be run again. */
  text(): string {
    return ['const engine = new EngineInHand(target);', ...this.script].join('\n');
  }

  #note(line: string): string {
    this.script.push(line);
    return line;
  }

  #remember(call: Call, answer: unknown): void {
    const { calls, activations, attempts } = this.#memory;
    if (call.name !== 'pollWorkflow' && call.name !== 'pollTask') calls.push(call);
    if (typeof answer !== 'object' || answer === null) return;
    const { activation, task } = answer as {
      activation?: Memory['activations'][number];
      task?: { id: string; attempt: number; token: string };
    }; // what the polls answer, and nobody else does
    if (activation) {
      const { workflowId, token } = activation;
      activations.push({
        workflowId,
        token,
        seen: this.#state.workflows.get(workflowId)?.history.length ?? 0,
      });
    }
    if (task) attempts.push({ taskId: task.id, attempt: task.attempt, token: task.token });
  }
}

/** The model that fast-check keeps is not used: the one beside the engine is. */
type Command = fc.AsyncCommand<object, SideBySide>;

/** One line of a program. Once it was run, it is the code that does the same again. */
class Line implements Command {
  readonly #run: (both: SideBySide) => Promise<string> | string;
  #text = '';

  constructor(run: (both: SideBySide) => Promise<string> | string) {
    this.#run = run;
  }

  check(): boolean {
    return true;
  }

  async run(_: object, both: SideBySide): Promise<void> {
    this.#text = await this.#run(both);
  }

  /** Each run has lines of its own, so that what is printed is what that run did. */
  [fc.cloneMethod](): Line {
    return new Line(this.#run);
  }

  toString(): string {
    return this.#text;
  }
}

/** Random programs of calls and pauses. */
export function programs(maxCommands: number, replayPath?: string): fc.Arbitrary<Iterable<Command>> {
  const making = moves.map((move): Command => new Line((both) => both.make(move)));
  const passing = pauses.map((pause): Command => new Line((both) => both.pass(pause)));
  const kinds = [making, making, making, making, making, passing];
  return fc.commands(kinds, {
    maxCommands,
    size: 'max',
    ...(replayPath === undefined ? {} : { replayPath }),
  });
}
