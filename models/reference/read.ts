import type {
  GetEventsRequest,
  GetEventsResponse,
  GetTaskRequest,
  GetTaskResponse,
  ListWorkflowsRequest,
  ListWorkflowsResponse,
  QueryWorkflowRequest,
  QueryWorkflowResponse,
  WorkflowSummary,
} from '../../src/engine/index.ts';
import type { State, Workflow } from './state.ts';
import { refuse, type Step } from './step.ts';

export function getEvents(
  state: State,
  { workflowId, after, limit }: GetEventsRequest,
): Step<GetEventsResponse> {
  const workflow = state.workflows.get(workflowId);
  if (!workflow) return refuse(state, 'NOT_FOUND');
  const events = workflow.history.filter(({ sequence }) => sequence > after);
  return { state, answer: { events: limit === undefined ? events : events.slice(0, limit) } };
}

export function getTask(state: State, { taskId }: GetTaskRequest): Step<GetTaskResponse> {
  const task = state.tasks.get(taskId);
  if (!task) return refuse(state, 'NOT_FOUND');
  const { workflowId, kind, queue, status, attempt, progress, output, error } = task;
  return {
    state,
    answer: {
      taskId,
      kind,
      queue,
      status,
      attempt,
      ...(workflowId === undefined ? {} : { workflowId }),
      ...(progress === undefined ? {} : { progress }),
      ...(output === undefined ? {} : { output }),
      ...(error === undefined ? {} : { error }),
    },
  };
}

export function queryWorkflow(
  state: State,
  { workflowId }: QueryWorkflowRequest,
): Step<QueryWorkflowResponse> {
  const workflow = state.workflows.get(workflowId);
  if (!workflow) return refuse(state, 'NOT_FOUND');
  const { input, output, error, published } = workflow;
  return {
    state,
    answer: {
      ...summaryOf(workflow),
      ...(input === undefined ? {} : { input }),
      ...(output === undefined ? {} : { output }),
      ...(error === undefined ? {} : { error }),
      state: Object.fromEntries(published),
    },
  };
}

export function listWorkflows(
  state: State,
  { status, kind, idPrefix = '', after = '', limit }: ListWorkflowsRequest,
): Step<ListWorkflowsResponse> {
  const workflows = [...state.workflows.values()]
    .filter((each) => status === undefined || each.status === status)
    .filter((each) => kind === undefined || each.kind === kind)
    .filter(({ id }) => id.startsWith(idPrefix) && id > after)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .slice(0, limit)
    .map(summaryOf);
  return { state, answer: { workflows } };
}

function summaryOf(workflow: Workflow): WorkflowSummary {
  const { id: workflowId, kind, queue, status, priority, version, parentId, createdAt, updatedAt } = workflow;
  return {
    workflowId,
    kind,
    queue,
    status,
    priority,
    ...(version === undefined ? {} : { version }),
    ...(parentId === undefined ? {} : { parentId }),
    createdAt,
    updatedAt,
  };
}
