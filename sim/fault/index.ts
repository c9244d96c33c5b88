export {
  type Fault,
  FAULTS,
  type FaultName,
  isFaultName,
  SESSION_FAULTS,
  type SessionFaultName,
} from './fault.ts';
export { FaultBudget, type FaultPlan, faultScope, type FaultScope } from './fault-plan.ts';
export { drawFaults, type FaultMode } from './fault-mode.ts';
export { withFaults } from './with-faults.ts';
