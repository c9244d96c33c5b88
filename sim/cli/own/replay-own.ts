import { UsageError } from '../../../src/cli/index.ts';
import { failureText, replayCommand } from '../../../reports/index.ts';
import { OWN_CODE, type Recording } from '../../campaign/index.ts';
import { simulate } from '../../simulate/index.ts';
import { chooseNamed } from '../choose-named.ts';
import { EXIT } from '../exit-code.ts';
import type { ReplayFlags } from '../replay-command.ts';
import { checkDatabaseUrl, TARGETS } from '../targets.ts';
import type { Terminal } from '../terminal.ts';
import { bootFor } from './boot-for.ts';

/**
 * Does a recorded run of somebody's own code again, and tells what became of it.
 *
 * @returns the exit code: nondeterminism is none of it, for one's own code may have changed
 */
export async function replayOwn(
  recording: Recording,
  token: string,
  { own = [], databaseUrl }: ReplayFlags,
  { print, note, paint, width }: Terminal,
): Promise<number> {
  const name = recording.scenario.slice(OWN_CODE.length);
  const scenario = own.find((each) => each.name === name);
  if (!scenario) {
    throw new UsageError(
      `this is a run of your own code, "${name}": put SKEIN_REPLAY=<token> before the command that found it, or have a scenario of this name in skein.config.ts`,
    );
  }
  const bootTarget = chooseNamed('target', recording.target, TARGETS);
  checkDatabaseUrl(databaseUrl, [bootTarget]);
  const target = await bootFor(scenario, bootTarget, note, databaseUrl);
  try {
    const { limits, pool, body } = scenario;
    const options = { name, target, ...(limits ? { limits } : {}), ...(pool ? { pool } : {}) };
    const result = await simulate({ ...options, replay: token }, body);
    const [failure] = result.failures;
    if (failure) print(failureText(result, failure, { paint, width, replay: replayCommand(token) }));
    else {
      const trace = result.replayed?.isSame ? 'the same trace' : 'another trace: code has changed';
      print(`${paint.green('✓ held')}  nothing fails in this run: ${trace}`);
    }
    return failure ? EXIT.broken : EXIT.held;
  } finally {
    await target.close();
  }
}
