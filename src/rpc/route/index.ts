import type { OperationName, RoutesOf } from './route.ts';
import { SCHEDULE_ROUTES } from './schedule-routes.ts';
import { TASK_ROUTES } from './task-routes.ts';
import { VIEW_ROUTES } from './view-routes.ts';
import { WORKER_ROUTES } from './worker-routes.ts';
import { WORKFLOW_ROUTES } from './workflow-routes.ts';

/** How each operation is served: whom it is for, what it names, and how it looks in messages. */
export const ROUTES: RoutesOf<OperationName> = {
  ...WORKFLOW_ROUTES,
  ...VIEW_ROUTES,
  ...WORKER_ROUTES,
  ...TASK_ROUTES,
  ...SCHEDULE_ROUTES,
};
export type {
  InputOf,
  Naming,
  OperationName,
  OutputOf,
  RequestOf,
  ResponseOf,
  Right,
  Route,
} from './route.ts';
