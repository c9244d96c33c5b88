import { describe, expect, it } from 'vitest';
import {
  isTaskEnded,
  isWorkflowEnded,
  TERMINAL_TASK_EVENTS,
  TERMINAL_WORKFLOW_EVENTS,
} from '../../src/events/index.ts';

describe('isWorkflowEnded', () => {
  it.each([
    ['PENDING', false],
    ['RUNNING', false],
    ['WAITING', false],
    ['CANCELLING', false],
    ['COMPLETED', true],
    ['FAILED', true],
    ['CANCELLED', true],
  ] as const)('%s: %s', (status, ended) => {
    expect(isWorkflowEnded(status)).toBe(ended);
  });
});

describe('isTaskEnded', () => {
  it.each([
    ['PENDING', false],
    ['RUNNING', false],
    ['COMPLETED', true],
    ['FAILED', true],
    ['CANCELLED', true],
  ] as const)('%s: %s', (status, ended) => {
    expect(isTaskEnded(status)).toBe(ended);
  });
});

describe('terminal events', () => {
  it('are those that say how a workflow or a task ended', () => {
    expect([...TERMINAL_WORKFLOW_EVENTS]).toEqual([
      'WORKFLOW_COMPLETED',
      'WORKFLOW_FAILED',
      'WORKFLOW_CANCELLED',
    ]);
    expect([...TERMINAL_TASK_EVENTS]).toEqual(['TASK_COMPLETED', 'TASK_FAILED', 'TASK_CANCELLED']);
  });
});
