export {
  type Client,
  client,
  type ClientOptions,
  type StandaloneTaskHandle,
  type StartOptions,
  type StartTaskOptions,
  type WorkflowHandle,
} from './client.ts';
export { TaskEndedError, WorkflowEndedError } from './errors.ts';
