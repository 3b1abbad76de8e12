import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { STATUS_CODES } from 'node:http';
import { AuditUnavailable } from '../audit/audit-log';
import { AuditTrail } from '../audit/audit-trail';
import { TooMany } from '../access/gate';
import { RETRY_WHEN_FULL } from '../access/takes-in';
import { LOGGER } from '../face-tokens';
import type { Logger } from '../observability/logger';
import { callOf } from './call';
import { BrokenOff, Problem, problemType, Refusal, type ProblemKind } from './problem';

/** Every error becomes problem details, and every refusal a row of the audit, before it is answered. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(AuditTrail) private readonly audit: AuditTrail,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = problemFor(error, request);
    const status = problem.getStatus();
    if (status >= 500) this.logger.error({ err: error, status }, 'a call failed');
    await this.remember(error, request, status);
    if (reply.sent || reply.raw.headersSent) return; // the caller is gone, or has half of an answer already
    const call = callOf(request);
    void reply
      .status(status)
      .headers(problem.extras.headers ?? {})
      .type('application/problem+json')
      .send({
        type: problem instanceof OtherStatus ? 'about:blank' : problemType(problem.kind),
        title: problem.title,
        status,
        detail: problem.detail,
        instance: request.url.split('?')[0], // a query may hold what a log must not
        ...(call ? { requestId: call.requestId } : {}),
        ...(problem.extras.errors ? { errors: problem.extras.errors } : {}),
        ...(problem instanceof Refusal ? { code: problem.rejection.rejected } : {}),
      });
  }

  private async remember(error: unknown, request: FastifyRequest, status: number): Promise<void> {
    const call = callOf(request);
    if (!call || error instanceof AuditUnavailable) return;
    const denied = status === 401 || status === 403 || (error instanceof TooMany && error.taken.first);
    if (!denied && !call.audited) return;
    // What is refused stays refused when the audit is away; the guard lets nothing else through meanwhile.
    await this.audit
      .ended(request, call, status)
      .catch((cause: unknown) => this.logger.error({ err: cause }, 'a refusal could not be audited'));
  }
}

/** A status for which we have no word of our own. */
class OtherStatus extends Problem {
  constructor(
    private readonly code: number,
    detail: string,
  ) {
    super('invalid-request', detail);
  }
  override getStatus(): number {
    return this.code;
  }
  override get title(): string {
    return STATUS_CODES[this.code] ?? 'Error';
  }
}

/** Errors of adapters, by name: they may be of another lib's making (an event store's, a read store's). */
const BY_NAME: Readonly<Record<string, readonly [ProblemKind, string]>> = {
  AuditUnavailable: ['unavailable', 'the audit cannot be written, so nothing was done; try again'],
  StoreBusy: ['unavailable', 'the store is busy and nothing was done; try again'],
  WrongRevision: [
    'unavailable',
    'others changed the same thing at the same time and nothing was done; try again',
  ],
  LostRace: ['unavailable', 'others changed the same thing at the same time and nothing was done; try again'],
  StoreClosed: ['unavailable', 'the desk is shutting down and nothing was done; try again'],
  StoreFailed: ['unavailable', 'the store failed; the desk has to be started again'],
  StoreFull: ['disk-full', 'the disk of the desk is full and nothing was done; try again later'],
};

const BY_STATUS: Readonly<Record<number, ProblemKind>> = {
  400: 'invalid-request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  409: 'refused',
  413: 'too-large',
  415: 'unsupported-media-type',
  429: 'too-many-requests',
  503: 'unavailable',
};

const problemFor = (error: unknown, request: FastifyRequest): Problem => {
  if (error instanceof Problem) return error;
  if (error instanceof BrokenOff) {
    const { kind, extras } = problemFor(error.cause, request);
    return new Problem(
      kind,
      'the batch broke off, and part of it may have been taken: send it again whole, nothing is taken twice',
      extras,
    );
  }
  const named = error instanceof Error ? (BY_NAME[error.constructor.name] ?? BY_NAME[error.name]) : undefined;
  if (named)
    return new Problem(...named, {
      headers: { 'retry-after': named[0] === 'disk-full' ? RETRY_WHEN_FULL : '1' },
    });
  const status = error instanceof HttpException ? error.getStatus() : statusOf(error);
  if (status === undefined || status >= 500)
    return new Problem('internal', 'this is our fault; say the requestId when you tell us');
  const kind = BY_STATUS[status];
  const detail = detailOf(error as Error, status, request);
  return kind ? new Problem(kind, detail) : new OtherStatus(status, detail);
};

/** Fastify's own errors, when they did not come by way of Nest. */
const statusOf = (error: unknown): number | undefined => {
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' && statusCode >= 400 ? statusCode : undefined;
};

const detailOf = (error: Error, status: number, request: FastifyRequest): string => {
  if (status === 404)
    return `there is nothing at ${request.method} ${request.url.split('?')[0]!.slice(0, 256)}; /docs lists what there is`;
  if (status === 413) return `at most ${request.routeOptions?.bodyLimit ?? 'a few'} bytes are taken here`;
  if (status === 415) {
    const type = request.headers['content-type'];
    return `${type === undefined ? 'a body without Content-Type' : type.split(';')[0]!.slice(0, 64)} is not taken here; /docs says what is`;
  }
  return error.message;
};
