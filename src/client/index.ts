export {
  type Client,
  client,
  type StartOptions,
  WorkflowFailedError,
  type WorkflowHandle,
} from './client.ts';
