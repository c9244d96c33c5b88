import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { loadDefinitions, UsageError } from '../../src/cli/index.ts';
import type { WorkflowEvent } from '../../src/events/index.ts';
import { checkHistory, HistoryDiffersError, type RecordedHistory } from '../testing/index.ts';
import { EXIT } from './exit-code.ts';

/** Events are looked at by the replay itself. */
const History = z.object({
  workflowId: z.string(),
  events: z.array(
    z.looseObject({ sequence: z.number(), type: z.string(), time: z.number(), data: z.looseObject({}) }),
  ),
});

/** Replays histories from files, and says of each whether the code still does what it says. */
export async function checkHistoryCommand(module: string, files: readonly string[]): Promise<number> {
  const histories = files.map((file) => ({ file, history: readHistory(file) }));
  const { workflows } = await loadDefinitions(module);
  let code: number = EXIT.held;
  for (const { file, history } of histories) {
    try {
      await checkHistory(workflows, history);
      process.stdout.write(`${file}: ${history.events.length} events, as today's code has it\n`);
    } catch (error) {
      if (!(error instanceof HistoryDiffersError)) throw error;
      code = EXIT.broken;
      process.stdout.write(`${file}: ${error.message}\n`);
    }
  }
  return code;
}

function readHistory(file: string): RecordedHistory {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${file} is no history: ${reason}`, { cause });
  }
  const parsed = History.safeParse(content);
  if (!parsed.success || parsed.data.events[0]?.type !== 'WORKFLOW_STARTED') {
    throw new UsageError(`${file} is no history: "skein history ID --json" writes one`);
  }
  const { workflowId, events } = parsed.data;
  return { workflowId, events: events as unknown as readonly WorkflowEvent[] }; // the replay refuses what it does not know
}
