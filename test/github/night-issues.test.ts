import { expect, it } from 'vitest';
import { keepIssues, type Request } from '../../.github/night-issues.ts';
import { campaignRecord, findingRecord } from '../support/campaign-records.ts';

type Kept = { number: number; state: string; body: string; title: string; comments: string[] };

/** GitHub's issues, as far as they are asked for; a page holds what it was asked to. */
function fakeGitHub(issues: Kept[]) {
  const calls: string[] = [];
  const request: Request = async (address, { method, body = '{}', headers }) => {
    const url = new URL(address);
    calls.push(`${method} ${url.pathname}`);
    if (headers['authorization'] !== 'Bearer secret') return new Response('no', { status: 401 });
    const given = JSON.parse(body) as Partial<Kept> & { body?: string };
    const [, number, part] = /issues(?:\/(\d+)(\/comments)?)?$/.exec(url.pathname) ?? [];
    if (method === 'GET') {
      const [page, size] = ['page', 'per_page'].map((name) => Number(url.searchParams.get(name)));
      const from = ((page ?? 1) - 1) * (size ?? 0);
      return Response.json(issues.slice(from, from + (size ?? 0)));
    }
    if (number === undefined) {
      issues.push({ number: issues.length + 1, state: 'open', title: '', body: '', ...given, comments: [] });
      return Response.json({}, { status: 201 });
    }
    const issue = issues.find((each) => each.number === Number(number));
    if (!issue) return new Response('Not Found', { status: 404 });
    if (part === undefined) Object.assign(issue, given);
    else issue.comments.push(given.body ?? '');
    return Response.json({});
  };
  return { request, calls };
}

const repository = { api: 'https://api.example', name: 'acme/skein', token: 'secret' };
const night = (day: number, findings = [findingRecord()]) =>
  campaignRecord({ startedAt: `2026-03-${day}T02:00:00.000Z`, findings });

it('opens an issue, comments on it, closes it, and opens it again', async () => {
  const issues: Kept[] = [];
  const { request } = fakeGitHub(issues);
  await keepIssues(night(10), repository, request);
  await keepIssues(night(11), repository, request);
  expect(issues.map(({ state, comments }) => [state, comments.length])).toEqual([['open', 1]]);
  for (let day = 12; day < 19; day += 1) await keepIssues(night(day, []), repository, request);
  expect(issues.map(({ state, comments }) => [state, comments.length])).toEqual([['closed', 2]]);
  await keepIssues(night(19), repository, request);
  expect(issues.map(({ state, comments }) => [state, comments.length])).toEqual([['open', 3]]);
});

it('reads all pages before it opens another one', async () => {
  const issues: Kept[] = [];
  const { request, calls } = fakeGitHub(issues);
  const findings = Array.from({ length: 130 }, (_, index) => findingRecord({ signature: `${index}` }));
  await keepIssues(night(10, findings), repository, request);
  calls.length = 0;
  await keepIssues(night(11, findings), repository, request);
  expect(issues).toHaveLength(130);
  expect(calls.filter((call) => call.startsWith('GET'))).toHaveLength(2);
});

it('says what was refused', async () => {
  const { request } = fakeGitHub([]);
  await expect(keepIssues(night(10), { ...repository, token: 'wrong' }, request)).rejects.toThrow(
    /^GET issues\?labels=skein-finding.*: 401 no$/,
  );
});
