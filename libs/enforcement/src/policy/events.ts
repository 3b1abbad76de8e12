import { z } from 'zod';
import { Catalogue, instant, Versioned, type EventIn, type Instant } from '@app/kernel';

// These names and shapes are what is stored: see Versioned before changing one.

export const policyEvents = new Catalogue({
  /** The whole content as it was in the file: a case that is pinned to this version is decided by it for ever. */
  PolicyAdopted: new Versioned(
    1,
    z.strictObject({
      policyId: z.string().max(64),
      version: z.string().max(128), // sha256 of the canonical content, hex
      at: instant,
      content: z.record(z.string(), z.unknown()),
    }),
  ),
});
export type PolicyEvent = EventIn<typeof policyEvents>;

export interface AdoptPolicy {
  type: 'AdoptPolicy';
  policyId: string;
  version: string;
  at: Instant;
  content: Record<string, unknown>;
}
