import { createHash } from 'node:crypto';
import { z } from 'zod';

const count = z.number().int().nonnegative();

/** What an issue remembers of its finding from night to night, in a comment that nobody sees. */
const IssueState = z.strictObject({
  /** Stands for the finding's signature. */
  finding: z.string(),
  /** When it was seen for the first time, and for the last: the beginning of the campaign, as ISO 8601. */
  since: z.string(),
  last: z.string(),
  /** The last night that was counted, seen or not. */
  night: z.string(),
  /** Nights that have seen it. */
  nights: count,
  /** Nights in a row, up to now, that have not. */
  missed: count,
});
export type IssueState = z.infer<typeof IssueState>;

/** On a line of its own: a witness, which is indented, may say the same. */
const MARK = /^<!-- skein-finding (\{.*\}) -->$/m;

/** A signature by a short name that can stand in any comment. */
export function findingId(signature: string): string {
  return createHash('sha256').update(signature).digest('hex').slice(0, 16);
}

/** The comment that holds a state. */
export function markOf(state: IssueState): string {
  return `<!-- skein-finding ${JSON.stringify(state)} -->`;
}

/** The state in an issue's text; undefined where somebody has taken it out, or broken it. */
export function stateIn(body: string): IssueState | undefined {
  const [, text] = MARK.exec(body) ?? [];
  if (text === undefined) return undefined;
  try {
    return IssueState.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** An issue's text with another state, and else as people have left it. */
export function withState(body: string, state: IssueState): string {
  return body.replace(MARK, () => markOf(state));
}
