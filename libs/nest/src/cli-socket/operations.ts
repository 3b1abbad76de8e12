import { z } from 'zod';
import type { ParkedEffect, ParkedInstance, ParkedItem } from '@app/runtime';
import type { KeyRow } from '../access/key-store';
import { role } from '../access/roles';

/** How far something long has come; `total` is null while it is not known. */
export interface Progress {
  readonly done: number;
  readonly total: number | null;
}
export interface Running {
  /** Told now and then, at most some times a second. */
  readonly progress: (progress: Progress) => void;
  /** Aborted when whoever asked is gone: stop at the next safe place. */
  readonly signal: AbortSignal;
}

const parkedId = z.string().min(1).max(500); // `<process>/<instance>`, or the id of a command

const traceKeyId = z.string().regex(/^[A-Za-z0-9]{1,16}$/, '1 to 16 letters and digits');

/** What an operator may ask of a desk, and with which words. Over the socket these schemas check it. */
export const requests = {
  importPaths: z.strictObject({
    paths: z.array(z.string().min(1)).min(1),
    archive: z.boolean(),
    suppress: z.boolean(),
  }),
  createKey: z.strictObject({
    role,
    name: z.string().min(1).max(200),
    source: z.string().min(1).max(64).optional(),
  }),
  listKeys: z.strictObject({}),
  revokeKey: z.strictObject({ id: z.string().min(1).max(64) }),
  createTraceKey: z.strictObject({ id: traceKeyId }),
  listTraceKeys: z.strictObject({}),
  retireTraceKey: z.strictObject({ id: traceKeyId }),
  rotateTraceKeys: z.strictObject({}),
  timeline: z.strictObject({ of: z.enum(['account', 'case']), id: z.string().min(1).max(160) }),
  reload: z.strictObject({}),
  rebuild: z.strictObject({ projections: z.array(z.string().min(1)) }), // empty: all of them
  parkedList: z.strictObject({}),
  parkedShow: z.strictObject({ id: parkedId }),
  parkedRetry: z.strictObject({ id: parkedId }),
  parkedSkip: z.strictObject({ id: parkedId, reason: z.string().min(1).max(2_000) }),
  verify: z.strictObject({}),
} as const;
export type OperationName = keyof typeof requests;
export type RequestOf<N extends OperationName> = z.output<(typeof requests)[N]>;

export interface ImportSummary {
  readonly read: number; // messages found
  readonly accepted: number;
  readonly duplicates: number;
  readonly failed: number;
  /** Why, for some of those that failed: `file: reason`. */
  readonly failures: readonly string[];
}
/** One thing that happened. Sealed fields are left out of `data` or shown as sealed, never opened. */
export interface TimelineEntry {
  readonly at: string; // RFC 3339
  readonly stream: string;
  readonly revision: number;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly because: string; // in words: the command, the event or the person that caused it
}
export interface VerifySummary {
  readonly events: number;
  readonly auditRows: number;
  /** Each names its place. Empty: everything is as it was written. */
  readonly problems: readonly string[];
}
/** A key by which trace tokens are good. `signs`: the one by which the desk mints its own. */
export interface TraceKey {
  readonly id: string;
  readonly signs: boolean;
}
/** What holds after a reload. */
export interface Reloaded {
  readonly policies: readonly { readonly id: string; readonly version: string }[];
  readonly sources: number;
  /** That are enabled. */
  readonly blocklists: number;
}
export interface Answers {
  importPaths: ImportSummary;
  createKey: { readonly id: string; readonly key: string };
  listKeys: readonly KeyRow[];
  revokeKey: Record<string, never>;
  /** `key`: 32 bytes in base64url; told once, and to nobody else. */
  createTraceKey: { readonly id: string; readonly key: string };
  listTraceKeys: readonly TraceKey[];
  retireTraceKey: Record<string, never>;
  rotateTraceKeys: { readonly id: string };
  timeline: readonly TimelineEntry[];
  reload: Reloaded;
  rebuild: { readonly projections: readonly string[]; readonly events: number };
  parkedList: readonly ParkedItem[];
  parkedShow: ParkedInstance | ParkedEffect;
  parkedRetry: Record<string, never>;
  parkedSkip: Record<string, never>;
  verify: VerifySummary;
}

/** The operator's commands, wherever they are carried out: in a running desk, or in the CLI that holds the lock. */
export type Operations = {
  readonly [N in OperationName]: (request: RequestOf<N>, running: Running) => Promise<Answers[N]>;
};

/** It cannot be done as asked, and the message says why and what to do. Any other error is a fault of ours. */
export class OperationRefused extends Error {}

/** What must be in the audit before it is done. */
const CHANGES: ReadonlySet<OperationName> = new Set([
  'importPaths',
  'createKey',
  'revokeKey',
  'createTraceKey',
  'retireTraceKey',
  'rotateTraceKeys',
  'reload',
  'rebuild',
  'parkedRetry',
  'parkedSkip',
]);

/** The same operations, with a line in the audit before each that changes something. */
export const audited = (
  operations: Operations,
  record: (operation: OperationName, ids: Readonly<Record<string, string>>) => Promise<void>,
): Operations =>
  Object.fromEntries(
    Object.keys(requests).map((key) => {
      const name = key as OperationName;
      const act = operations[name] as (request: object, running: Running) => Promise<unknown>;
      return [
        name,
        async (request: object, running: Running) => {
          if (CHANGES.has(name)) await record(name, idsIn(request));
          return act(request, running);
        },
      ];
    }),
  ) as Operations;

const idsIn = (request: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(request).filter(([name]) => name === 'id' || name === 'role') as [string, string][],
  );
