import type { FastifyRequest } from 'fastify';
import { seconds, type Instant } from '@app/kernel';
import type { Rate } from '@app/settings';
import type { Call } from '../http/call';
import { CallRate } from '../access/call-rate';
import type { AuditLog } from './audit-log';
import type { AuditEntry, AuditOutcome } from './audit-row';

/** Refusals of calls without a key that become rows of their own; beyond it they are counted in the next. Whoever has many
 *  addresses must not be able to fill our disk by being refused. */
const ANONYMOUS_REFUSALS: Rate = { count: 10, per: seconds(1), burst: 200 };
const ANYBODY = 'anybody';

/** What of a call goes into the audit, and when. */
export class AuditTrail {
  private readonly refusals: CallRate;
  private unrecorded = 0;

  constructor(
    private readonly log: AuditLog,
    private readonly now: () => Instant,
  ) {
    this.refusals = new CallRate('anonymous refusals', ANONYMOUS_REFUSALS, now);
  }

  /** Before the effect. Rejects with AuditUnavailable: then there must be no effect. */
  async attempted(request: FastifyRequest, call: Call): Promise<void> {
    await this.log.record(this.entry(request, call, 'attempted'));
  }

  /** Before the answer that something was refused, or that what was attempted failed. */
  async ended(request: FastifyRequest, call: Call, status: number): Promise<void> {
    if (!call.caller && !this.refusals.take(ANYBODY).ok) {
      this.unrecorded++;
      return;
    }
    const unrecorded = call.caller ? 0 : this.unrecorded;
    if (unrecorded > 0) this.unrecorded = 0;
    await this.log.record({
      ...this.entry(request, call, call.audited ? 'failed' : 'refused'),
      status,
      ...(unrecorded > 0 ? { unrecorded } : {}),
    });
  }

  /** What an operator does over the desk's socket or in its data directory. */
  async operated(requestId: string, operation: string, ids: Readonly<Record<string, string>>): Promise<void> {
    await this.log.record({
      at: new Date(this.now()).toISOString(),
      requestId,
      keyId: null,
      role: null,
      from: 'socket',
      method: 'CLI',
      route: operation,
      ids: { ...ids },
      outcome: 'attempted',
    });
  }

  private entry(request: FastifyRequest, call: Call, outcome: AuditOutcome): AuditEntry {
    return {
      at: new Date(this.now()).toISOString(),
      requestId: call.requestId,
      keyId: call.caller?.keyId ?? null,
      role: call.caller?.role ?? null,
      from: call.from,
      method: request.method,
      // Of a path that is no route of ours only its first step: the rest may hold anything.
      route:
        request.routeOptions?.url ??
        `${request.url.split(/[?#]/)[0]!.slice(0, 64).split('/').slice(0, 2).join('/')}/…`,
      ids: idsOf(request.params),
      outcome,
    };
  }
}

const idsOf = (params: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries((params ?? {}) as Record<string, unknown>)
      .filter(([name, value]) => typeof value === 'string' && name !== '*' && name !== 'token')
      .map(([name, value]) => [name, (value as string).slice(0, 128)]),
  );
