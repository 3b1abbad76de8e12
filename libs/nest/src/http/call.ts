import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Meta } from '@app/event-store';
import type { Caller } from '../access/key-store';
import { Problem, stale } from './problem';

/** What we know of one call while it runs. */
export interface Call {
  readonly requestId: string;
  /** Given by the caller to join our events to theirs, else the request's own. */
  readonly correlationId: string;
  /** The block of addresses it came from. */
  readonly from: string;
  readonly caller?: Caller;
  /** The command's id: from Idempotency-Key, else a new one. */
  commandId: string;
  /** Whether the audit holds that it was attempted. */
  audited: boolean;
}

const CALL = Symbol('call');
type Marked = FastifyRequest & { [CALL]?: Call };

export const begin = (request: FastifyRequest, call: Call): Call => ((request as Marked)[CALL] = call);
/** Undefined when the request was answered before it was looked at: a malformed URL. */
export const callOf = (request: FastifyRequest): Call | undefined => (request as Marked)[CALL];

const requestOf = (context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>();
const known = (context: ExecutionContext): Call => {
  const call = callOf(requestOf(context));
  if (!call) throw new Error('this application was not made by createHttpApp: no call is known');
  return call;
};

/** Who calls: `@By() caller: Caller`. Only where a key is needed. */
export const By = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = known(context);
  if (!caller) throw new Problem('unauthenticated', 'send Authorization: Bearer KEY');
  return caller;
});

/** For command execution: `@CommandMeta() meta: Meta`. */
export const CommandMeta = createParamDecorator((_: unknown, context: ExecutionContext): Meta => {
  const { commandId, correlationId } = known(context);
  return { commandId, correlationId, causationId: commandId };
});

/** The revision named by `If-Match: "<revision>"`; undefined without one, or with `*`. */
export const revisionFrom = (header: string | undefined): number | undefined => {
  if (header === undefined || header.trim() === '*') return undefined;
  const [, digits] = /^"(\d{1,15})"$/.exec(header.trim()) ?? [];
  if (digits === undefined)
    throw new Problem('invalid-request', 'If-Match must be a revision between quotes: If-Match: "7"', {
      errors: [{ path: 'If-Match', message: 'a revision between quotes' }],
    });
  return Number(digits);
};

/** `@IfRevision() expected: number | undefined` */
export const IfRevision = createParamDecorator((_: unknown, context: ExecutionContext): number | undefined =>
  revisionFrom(requestOf(context).headers['if-match']),
);

/** For handlers that know the revision before they decide. The decider's own check is the one that counts under a race. */
export const assertFresh = (expected: number | undefined, actual: number): void => {
  if (expected !== undefined && expected !== actual) throw stale(expected, actual);
};
