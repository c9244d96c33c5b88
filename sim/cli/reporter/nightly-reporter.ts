import { plural } from '../../../reports/index.ts';
import { host } from '../../kernel/index.ts';
import type { NightListener, NightPlan } from '../../nightly/index.ts';
import type { NightRecord } from '../../record/index.ts';
import type { Terminal } from '../terminal.ts';

const STATUS_EVERY_MS = 200;
const LINE_EVERY_MS = 60_000;

/** Tells a night as it goes. */
export type NightlyReporter = NightListener & {
  /** @param runs that were made before, if the night is gone on with */
  begin(plan: NightPlan, folder: string, runs: number): void;
  /** @param page where it is told in full */
  end(night: NightRecord, page: string): void;
};

/** For people who look now and then: a heading, findings, a verdict, and where to read more. */
export function nightlyReporter(terminal: Terminal): NightlyReporter {
  const { paint, print } = terminal;
  let told = host.monotonicMs();
  let before = 0;
  return {
    begin({ id, targets, scenarios, defect, seed }, folder, runs) {
      before = runs;
      const planted = defect === null ? '' : `, defect ${defect} planted`;
      const where = targets.map(({ name }) => name).join(' and ');
      print(
        `${paint.bold(id)}  ${paint.dim(`--seed ${seed}, ${plural(scenarios.length, 'scenario')} on ${where}${planted}`)}`,
      );
      print(paint.dim(runs > 0 ? `going on after ${plural(runs, 'run')}: ${folder}` : folder));
    },
    onStage: (stage) => terminal.status(stage),
    onRun(_run, { runs, failedRuns }) {
      const now = host.monotonicMs();
      if (now - told < (terminal.isInteractive ? STATUS_EVERY_MS : LINE_EVERY_MS)) return;
      told = now;
      const line = `${plural(before + runs, 'run')}, ${failedRuns} broke a law`;
      if (terminal.isInteractive) terminal.status(line);
      else terminal.note(line);
    },
    onFinding({ law, witness, shrunk, command }) {
      print('');
      print(`${paint.red(paint.bold(`✗ ${law}`))}  ${shrunk?.witness ?? witness}`);
      print(`  replay: ${paint.cyan(shrunk?.command ?? command)}`);
      print('');
    },
    onLost({ seed, scenario, why }) {
      print(`${paint.red('✗ lost')}  seed ${seed} of ${scenario}: its worker ${why}`);
    },
    end(night, page) {
      for (const line of verdict(night, terminal)) print(line);
      print(`  ${paint.cyan(page)}`);
    },
  };
}

function verdict(night: NightRecord, { paint }: Terminal): readonly string[] {
  const { isGreen, reasons, canary, ladder, campaign, newSchedules } = night;
  const { runs, elapsedMs, findings, interrupted } = campaign;
  const found = ladder.filter((probe) => probe.found).length;
  const facts = [
    `${plural(runs, 'run')} in ${(elapsedMs / 1_000).toFixed(1)} s`,
    plural(findings.length, 'finding'),
    ...(newSchedules === null ? [] : [plural(newSchedules, 'new schedule')]),
    canary.found ? `canary in run ${canary.runs}` : 'no canary',
    ...(ladder.length === 0 ? [] : [`${found} of ${ladder.length} rungs`]),
  ];
  const mark = isGreen ? paint.green('✓ green') : paint.red('✗ red');
  return [
    `${interrupted ? `${paint.bold('interrupted')}: ` : ''}${mark}  ${facts.join(', ')}`,
    ...reasons.map((reason) => `  ${paint.red('✗')} ${reason}`),
  ];
}
