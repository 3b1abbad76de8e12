import { createHash } from 'node:crypto';
import { z } from 'zod';

/** attempted: about to be done. refused: never came to its effect. failed: attempted, and answered with an error. */
export const auditOutcome = z.enum(['attempted', 'refused', 'failed']);
export type AuditOutcome = z.output<typeof auditOutcome>;

/** What a call is remembered by. No body, no query: ids and roles, nothing about a person beyond their key's id. */
export const auditEntry = z.strictObject({
  at: z.iso.datetime({ precision: 3 }),
  requestId: z.string(), // the correlation id of the events it led to
  keyId: z.string().nullable(), // null: nobody we know
  role: z.string().nullable(),
  from: z.string().nullable(), // the block of addresses, not the address; `socket` for the operator's commands
  method: z.string(),
  route: z.string(), // the pattern: `/v1/cases/:id/decisions`
  ids: z.record(z.string(), z.string()), // its parameters
  outcome: auditOutcome,
  status: z.int().optional(),
  unrecorded: z.int().positive().optional(), // refusals like this one that came too fast to be rows of their own
});
export type AuditEntry = z.output<typeof auditEntry>;

export const auditRow = auditEntry.extend({ seq: z.int().positive(), prev: z.string(), hash: z.string() });
export type AuditRow = z.output<typeof auditRow>;

/** Where the chain stands. Keep one elsewhere now and then: only it shows that rows were cut off the end. */
export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}
/** What the first row's `prev` says. */
export const GENESIS: AuditHead = { seq: 0, hash: '0'.repeat(64) };

/** JSON with the names in order, so that a row hashes alike however it was written. */
const canonical = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .filter(([, below]) => below !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, below]) => `${JSON.stringify(name)}:${canonical(below)}`)
    .join(',')}}`;
};

export const rowHash = ({ hash: _, ...rest }: AuditRow): string =>
  createHash('sha256').update(rest.prev).update(canonical(rest)).digest('hex');

/** The row that follows `head`. */
export const chained = (head: AuditHead, entry: AuditEntry): AuditRow => {
  const row = { ...entry, seq: head.seq + 1, prev: head.hash, hash: '' };
  return { ...row, hash: rowHash(row) };
};
