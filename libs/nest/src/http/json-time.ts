import { z } from 'zod';
import { Instant } from '@app/kernel';

/** RFC 3339 in UTC with three decimals, the only way times are written in answers. */
export const rfc3339 = (at: Instant): string => new Date(at).toISOString();

/** As callers write times: RFC 3339 in any zone, with decimals or without. What is finer than a millisecond is cut. */
export const time = z.iso
  .datetime({ offset: true, error: 'a time by RFC 3339 with its zone: 2026-03-03T09:00:00Z' })
  .transform((text) => Instant(new Date(text).toISOString()));
