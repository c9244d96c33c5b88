import { toStringMethod } from 'fast-check';
import type { Planted } from '../../models/defect/index.ts';
import { judge, type Program } from '../../models/reference/program/index.ts';
import { run } from '../campaign/index.ts';
import { historiesIn, type Interference, programScenario } from '../program/index.ts';
import type { Scenario } from '../scenario/index.ts';
import type { Target } from '../target/index.ts';
import type { PlannedFaults } from './planned-faults.ts';
import type { Schedule } from './schedule.ts';
import { WorkflowFailedError } from './workflow-failed-error.ts';

export type WorkflowRunOptions = {
  /** What goes wrong. Default: nothing. */
  readonly faults?: PlannedFaults | undefined;
  /** A bug that is planted in the engine. Default: none. */
  readonly defect?: Planted | undefined;
};

/** Laws that speak of the whole run: of single events the reference knows more. */
const LAWS: ReadonlySet<string> = new Set(['contiguous', 'expected', 'live']);

/** Nobody asks for a cancellation, and promises are settled in turns. */
const UNDISTURBED: Interference = { whims: [] };

/** A workflow that was generated: what it does, what people do meanwhile, and what it must come to. */
export class GeneratedWorkflow {
  readonly program: Program;
  readonly interference: Interference;

  constructor(program: Program, interference: Interference) {
    this.program = program;
    this.interference = interference;
  }

  /** The workflow on a cluster of servers, workers and clients. */
  get scenario(): Scenario {
    return programScenario(this.program, this.interference);
  }

  /**
   * Runs the workflow on the engine once, and compares every history with what the reference says: what the program does
   * when it is run once, live, and is told the same events.
   *
   * @param target booted with `ENGINE_SCHEMA`
   * @throws {WorkflowFailedError} when a law is broken, or a history is not what the program does.
   * @throws {EscapedSimulationError} when the run did something that no seed decides.
   */
  async run(target: Target, schedule: Schedule, { faults, defect }: WorkflowRunOptions = {}): Promise<void> {
    const { scenario } = this;
    const plan = { scenario, size: scenario.size, seed: 'fast-check', defect, faults: faults?.scope };
    const result = await run(target, plan, () =>
      faults ? faults.chooser(schedule.chooser()) : schedule.chooser(),
    );
    const broken = result.violations.filter(({ law }) => LAWS.has(law.name));
    const histories = historiesIn(target);
    const wrong = [
      ...broken.map(({ law, witness }) => `${law.name}: ${witness.sentence}`),
      ...[...histories].flatMap(([id, history]) => judge(id, history).map((each) => `${id}: ${each}`)),
    ];
    if (wrong.length > 0) throw new WorkflowFailedError(wrong, histories, result);
  }

  /** As it can be pasted, for `examples`. */
  toString(): string {
    return `workflowOf(${JSON.stringify(this.program)}, ${JSON.stringify(this.interference)})`;
  }

  [toStringMethod](): string {
    return this.toString();
  }
}

/** A workflow of this program, for `examples`: those of a report can be pasted. */
export function workflowOf(program: Program, interference: Interference = UNDISTURBED): GeneratedWorkflow {
  return new GeneratedWorkflow(program, interference);
}
