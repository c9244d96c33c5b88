import type { PollRequest, PollTaskResponse, PollWorkflowResponse } from '../../src/engine/index.ts';
import type { Call, Evidence } from './evidence.ts';
import type { Witness } from './law.ts';

/** Something that was given to a worker. */
type Lease = {
  /** The poll that it came of. */
  readonly call: Call;
  /** Until when it is the worker's at least, in milliseconds since the Unix epoch: it counts from the call, or later. */
  endsAtMs: number;
  /** The worker has ended it, or may have: who was not answered does not know. */
  isGivenBack: boolean;
};

/** Leases by what is leased, and then by their tokens. */
type Leases = ReadonlyMap<string, ReadonlyMap<string, Lease>>;

type Holder = { readonly token?: string };

/** Calls that end what is leased. */
const ENDS: ReadonlySet<string> = new Set(['completeTask', 'failTask', 'submitCommands']);

/**
 * Something was given to another worker while the one before still had it: nobody had ended it, and less time had passed
 * than that one was told it has.
 */
export function sharedLease(evidence: Evidence): Witness | undefined {
  for (const [leased, byToken] of leasesIn(evidence)) {
    const leases = [...byToken.values()];
    for (const [index, one] of leases.entries()) {
      const other = leases.slice(index + 1).find((each) => !follows(each, one) && !follows(one, each));
      if (!other) continue;
      const leftMs = one.endsAtMs - other.call.answeredAtMs;
      return {
        sentence: `The ${leased} was given to a worker in step ${other.call.answeredAt}, and the one that it was given to in step ${one.call.answeredAt} had it for another ${leftMs} ms.`,
        subjects: [leased.slice(leased.indexOf(' ') + 1)],
        shape: `a ${leased.slice(0, leased.indexOf(' '))} given away during a lease`,
      };
    }
  }
  return undefined;
}

/** Whether a lease may have begun after another was over. */
function follows(lease: Lease, before: Lease): boolean {
  if (lease.call.answeredAt < before.call.calledAt) return false;
  return before.isGivenBack || lease.call.answeredAtMs >= before.endsAtMs;
}

function leasesIn({ calls, unanswered }: Evidence): Leases {
  const leases = new Map<string, Map<string, Lease>>();
  const byToken = new Map<string, Lease>();
  for (const call of calls) {
    const given = call.isRefused ? undefined : givenBy(call);
    if (!given) continue;
    const lease = { call, endsAtMs: endOf(call), isGivenBack: false };
    byToken.set(given.token, lease);
    const known = leases.get(given.what) ?? new Map<string, Lease>();
    leases.set(given.what, known.set(given.token, lease));
  }
  for (const call of calls) {
    const lease = byToken.get(tokenOf(call.request));
    const type = call.isRefused ? undefined : (call.answer as { readonly type?: string } | null)?.type;
    if (!lease || type === 'STALE') continue;
    if (call.operation === 'heartbeat' && type === 'EXTENDED') {
      lease.endsAtMs = Math.max(lease.endsAtMs, endOf(call));
    }
    if (ENDS.has(call.operation)) lease.isGivenBack = true;
  }
  for (const { operation, request } of unanswered) {
    const lease = ENDS.has(operation) ? byToken.get(tokenOf(request)) : undefined;
    if (lease) lease.isGivenBack = true;
  }
  return leases;
}

/** What a poll was answered with. */
function givenBy({ operation, answer }: Call): { readonly what: string; readonly token: string } | undefined {
  if (operation === 'pollTask') {
    const { task } = answer as PollTaskResponse; // as its operation has it
    return task && { what: `task ${task.id}`, token: task.token };
  }
  if (operation !== 'pollWorkflow') return undefined;
  const { activation } = answer as PollWorkflowResponse; // as its operation has it
  return activation && { what: `workflow ${activation.workflowId}`, token: activation.token };
}

function endOf({ request, calledAtMs }: Call): number {
  return calledAtMs + (request as Pick<PollRequest, 'leaseMs'>).leaseMs; // whoever polls or is alive says for how long
}

/** The lease that a request is made under; none has the empty token. */
function tokenOf(request: unknown): string {
  return (request as Holder).token ?? ''; // requests are objects, and those under a lease say which
}
