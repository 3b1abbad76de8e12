import type { CaseId, DecidedBy, Instant } from '@app/kernel';
import type { AutomationScope } from './events';

export interface CountAutomaticMeasure {
  type: 'CountAutomaticMeasure';
  scope: AutomationScope;
  at: Instant;
  caseId: CaseId;
  measureId: string;
}

export type AutomationCommand =
  | { type: 'HaltAutomation'; scope: AutomationScope; at: Instant; by: DecidedBy; reason: string }
  /** By a person; after the circuit breaker tripped, a supervisor. */
  | {
      type: 'ResumeAutomation';
      scope: AutomationScope;
      at: Instant;
      by: DecidedBy;
      role: 'agent' | 'supervisor' | 'admin';
      reason: string;
    }
  /** As the edge sends it on: with the limit of the brand's present policy. */
  | (CountAutomaticMeasure & { readonly limitPerHour: number });
