import type { WorkflowSummary } from '../../engine/index.ts';
import type { Json } from '../../events/index.ts';
import {
  adapted,
  integer,
  list,
  name,
  optional,
  record,
  required,
  sequence,
  stored,
  storedPayload,
  text,
  wait,
} from '../codec/index.ts';
import { event, storedFailure, workflowStatus, workflowSummary } from '../message/index.ts';
import { workflowNamed } from './names.ts';
import type { RequestOf, ResponseOf, RoutesOf } from './route.ts';

type View = ResponseOf<'queryWorkflow'>;
type StateEntry = { readonly key: string; readonly value: Json };
/** The same as in its message: the summary by itself, and the state as a list, in which a key may be any text. */
type Parts = Omit<View, keyof WorkflowSummary | 'state'> & {
  readonly summary: WorkflowSummary;
  readonly state: readonly StateEntry[];
};

const json = optional(storedPayload);
const page = integer(1, 1_000);

const view = adapted(
  record<Parts>()({
    summary: required(workflowSummary),
    input: json,
    output: json,
    error: optional(storedFailure),
    state: list(record<StateEntry>()({ key: stored, value: required(storedPayload) })),
  }),
  ({ summary, state, ...payloads }): View => ({
    ...summary,
    ...payloads,
    state: Object.fromEntries(state.map(({ key, value }) => [key, value])),
  }),
  ({ state, ...rest }) => ({
    ...rest,
    summary: rest, // what is not the summary's is left out of it
    state: Object.entries(state).map(([key, value]) => ({ key, value })),
  }),
);

/** What looks at workflows. */
export const VIEW_ROUTES: RoutesOf<'queryWorkflow' | 'listWorkflows' | 'getEvents'> = {
  queryWorkflow: {
    rights: ['client'],
    names: workflowNamed,
    request: record<RequestOf<'queryWorkflow'>>()({ workflowId: name }),
    response: view,
  },
  listWorkflows: {
    rights: ['client'],
    names: ({ idPrefix = '' }) => [['id_prefix', idPrefix]],
    request: record<RequestOf<'listWorkflows'>>()({
      status: optional(workflowStatus),
      kind: optional(name),
      idPrefix: optional(text),
      after: optional(text),
      limit: page,
    }),
    response: record<ResponseOf<'listWorkflows'>>()({ workflows: list(workflowSummary) }),
  },
  getEvents: {
    rights: ['client', 'worker'],
    names: workflowNamed,
    request: record<RequestOf<'getEvents'>>()({
      workflowId: name,
      after: sequence,
      limit: optional(page),
      waitMs: optional(wait),
    }),
    response: record<ResponseOf<'getEvents'>>()({ events: list(event) }),
  },
};
