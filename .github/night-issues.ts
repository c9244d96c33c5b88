import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Issue, type IssueAction, planIssues } from '../reports/issues/index.ts';
import { CampaignRecord } from '../sim/record/index.ts';

/** Marks the issues that nights have opened. */
const LABEL = 'skein-finding';
const PER_PAGE = 100;

/** Where issues are, and who may write them. */
export type Repository = {
  /** `https://api.github.com`, or an enterprise's own. */
  readonly api: string;
  /** `owner/name`. */
  readonly name: string;
  readonly token: string;
};

/** How the API is called: `fetch`, in the end. */
export type Request = (
  url: string,
  init: { readonly method: string; readonly headers: Record<string, string>; readonly body?: string },
) => Promise<Response>;

/** What the API says of an issue, as far as it matters here; pull requests are issues to it. */
const Answer = z.array(
  z.object({
    number: z.number(),
    state: z.string(),
    body: z.string().nullable(),
    pull_request: z.unknown().optional(),
  }),
);

/**
 * Opens, continues and closes the issues of a campaign's findings.
 *
 * @returns what was done
 * @throws {Error} when the API refuses something
 */
export async function keepIssues(
  record: CampaignRecord,
  repository: Repository,
  request: Request,
): Promise<readonly IssueAction[]> {
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await request(`${repository.api}/repos/${repository.name}/issues${path}`, {
      method,
      headers: { accept: 'application/vnd.github+json', authorization: `Bearer ${repository.token}` },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw new Error(`${method} issues${path}: ${response.status} ${await response.text()}`);
    return await response.json();
  };

  const issues: Issue[] = [];
  for (let page = 1; ; page += 1) {
    const answer = Answer.parse(
      await call('GET', `?labels=${LABEL}&state=all&per_page=${PER_PAGE}&page=${page}`),
    );
    for (const { number, state, body, pull_request } of answer) {
      if (pull_request === undefined) issues.push({ number, isOpen: state === 'open', body: body ?? '' });
    }
    if (answer.length < PER_PAGE) break;
  }

  const actions = planIssues(record, issues);
  for (const action of actions) {
    if (action.type === 'open') {
      await call('POST', '', { title: action.title, body: action.body, labels: [LABEL] });
      continue;
    }
    const { number, body, comment, isOpen } = action;
    if (comment !== undefined) await call('POST', `/${number}/comments`, { body: comment });
    // The night is counted last: were something refused, the next try would begin with it.
    await call('PATCH', `/${number}`, { body, ...(isOpen === undefined ? {} : stateOf(isOpen)) });
  }
  return actions;
}

function stateOf(isOpen: boolean): object {
  return isOpen ? { state: 'open' } : { state: 'closed', state_reason: 'completed' };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const {
    GITHUB_API_URL: api = 'https://api.github.com',
    GITHUB_REPOSITORY: name = '',
    GITHUB_TOKEN: token = '',
  } = process.env;
  const record = CampaignRecord.parse(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')));
  for (const action of await keepIssues(record, { api, name, token }, fetch)) {
    const what =
      action.type === 'open'
        ? `opened: ${action.title}`
        : `#${action.number}: ${action.comment ?? 'not seen'}`;
    process.stdout.write(`${what.split('\n', 1)[0]}\n`);
  }
}
