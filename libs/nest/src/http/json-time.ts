import type { Instant } from '@app/kernel';

/** RFC 3339 in UTC with three decimals, the only way times are written in answers. */
export const rfc3339 = (at: Instant): string => new Date(at).toISOString();
