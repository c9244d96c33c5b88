import type { StartWorkflowRequest, StartWorkflowResponse } from '../../src/engine/index.ts';
import { append } from './history.ts';
import { claimKey, ownerOf } from './key.ts';
import { putWorkflow, type State, type Workflow } from './state.ts';
import { type Moment, refuse, type Step } from './step.ts';

/** A workflow begins PENDING, with WORKFLOW_STARTED. A key that is held answers with what it started. */
export function startWorkflow(
  state: State,
  request: StartWorkflowRequest,
  { now }: Moment,
): Step<StartWorkflowResponse> {
  const { id, kind, idempotencyKey: key } = request;
  const scope = `start-workflow/${kind}`;
  const owner = key === undefined ? undefined : ownerOf(state, scope, key, now);
  if (owner !== undefined) return { state, answer: { workflowId: owner, created: false } };
  if (state.workflows.has(id)) return refuse(state, 'ALREADY_EXISTS');
  const claimed = key === undefined ? state : claimKey(state, scope, key, id, now);
  return { state: create(claimed, request, now), answer: { workflowId: id, created: true } };
}

/** Puts a workflow where there is none. @param request `parentId` of a child */
export function create(
  state: State,
  request: Omit<StartWorkflowRequest, 'idempotencyKey'> & { readonly parentId?: string },
  now: number,
): State {
  const { id, kind, queue, priority = 0, version, input, parentId } = request;
  const optional = {
    ...(input === undefined ? {} : { input }),
    ...(parentId === undefined ? {} : { parentId }),
  };
  const workflow: Workflow = {
    id,
    kind,
    queue,
    priority,
    ...(version === undefined ? {} : { version }),
    ...optional,
    parentTold: false,
    status: 'PENDING',
    cancelRequested: false,
    history: [],
    timers: new Map(),
    promises: new Map(),
    children: new Map(),
    published: new Map(),
    createdAt: now,
    updatedAt: now,
  };
  return putWorkflow(state, append(workflow, now, { type: 'WORKFLOW_STARTED', data: { kind, ...optional } }));
}
