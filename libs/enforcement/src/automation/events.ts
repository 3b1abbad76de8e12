import { z } from 'zod';
import { caseId, Catalogue, decidedBy, instant, Versioned, type EventIn } from '@app/kernel';

// These names and shapes are what is stored: see Versioned before changing one.

/** `desk`, `brand:<id>` or `source:<id>`: what the switch is of. */
export const automationScope = z
  .string()
  .max(140)
  .regex(/^(desk|brand:.+|source:.+)$/);
export type AutomationScope = z.output<typeof automationScope>;

const of = { scope: automationScope, at: instant };

export const automationEvents = new Catalogue({
  /** Every automatic measure in this scope becomes a proposal. */
  AutomationHalted: new Versioned(
    1,
    z.strictObject({ ...of, by: decidedBy, reason: z.string().max(2_000), breaker: z.boolean() }),
  ),
  AutomationResumed: new Versioned(
    1,
    z.strictObject({ ...of, by: decidedBy, reason: z.string().max(2_000) }),
  ),
  /** The circuit breaker's count. */
  AutomaticMeasureCounted: new Versioned(
    1,
    z.strictObject({ ...of, caseId, measureId: z.string().max(200) }),
  ),
});
export type AutomationEvent = EventIn<typeof automationEvents>;
