import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { blockOf } from '@app/channels';
import type { Instant } from '@app/kernel';
import type { Settings } from '@app/settings';
import { begin, type Call } from '../http/call';
import { Problem } from '../http/problem';
import { KeyStore, SETTINGS_KEY_ID, type Caller } from './key-store';
import { isLocal } from './local';
import { CallRate, type Taken } from './call-rate';

const BEARER = /^Bearer +(\S{1,512})$/i;
const CORRELATION = /^[\w.:-]{1,128}$/;

/** A refusal because of a rate. Only the first of a row is worth a line in the audit. */
export class TooMany extends Problem {
  constructor(
    who: string,
    readonly taken: Taken & { ok: false },
  ) {
    const seconds = Math.max(1, Math.ceil(taken.retryAfter / 1000));
    super('too-many-requests', `too many calls ${who}: wait ${seconds} s`, {
      headers: { 'retry-after': String(seconds) },
    });
  }
}

/** Who is calling, and whether they may call this fast. Asked before a byte of the body is read. */
export class Gate {
  private readonly byKey: CallRate;
  private readonly byBlock: CallRate;

  constructor(
    private readonly keys: KeyStore,
    rates: Settings['http']['rates'],
    now: () => Instant,
  ) {
    this.byKey = new CallRate('key', rates.key, now);
    this.byBlock = new CallRate('address', rates.address, now);
  }

  /** Throws Problem: 401 for a key that is none, and for a call under /v1 without one; 429. */
  async admit(request: FastifyRequest): Promise<Call> {
    const requestId = randomUUID();
    const from = blockOf(request.ip);
    const given = request.headers['x-correlation-id'];
    const correlationId = typeof given === 'string' && CORRELATION.test(given) ? given : requestId;
    const anonymous = { requestId, correlationId, from, commandId: randomUUID(), audited: false };
    begin(request, anonymous); // so that a refusal knows whose it is
    // Probes are always answered, whatever else they send; so is who watches from the machine itself.
    if (request.url.startsWith('/health/')) return anonymous;
    const { authorization } = request.headers;
    if (request.url === '/metrics' && authorization === undefined && isLocal(request)) return anonymous;
    const caller = authorization === undefined ? undefined : await this.callerOf(authorization, from);
    const taken = caller ? this.byKey.take(caller.keyId) : this.byBlock.take(from);
    if (!taken.ok) throw new TooMany(caller ? 'with this key' : 'without a valid key', taken);
    if (!caller && (authorization !== undefined || /^\/v1(?:[/?]|$)/.test(request.url)))
      throw new Problem(
        'unauthenticated',
        authorization === undefined
          ? 'send Authorization: Bearer KEY'
          : 'this key is not one of ours, or was revoked',
        {
          headers: {
            'www-authenticate': `Bearer realm="meldkamer"${authorization === undefined ? '' : ', error="invalid_token"'}`,
          },
        },
      );
    return begin(request, { ...anonymous, ...(caller ? { caller } : {}) });
  }

  private async callerOf(authorization: string, from: string): Promise<Caller | undefined> {
    const [, key] = BEARER.exec(authorization) ?? [];
    const caller = key === undefined ? undefined : await this.keys.callerOf(key);
    // A key that people chose can be guessed, ours cannot: only for that one, guessing too fast closes the door. So
    // nobody's noise locks out the others behind the same address.
    return caller?.keyId === SETTINGS_KEY_ID && !this.byBlock.isOpen(from) ? undefined : caller;
  }
}
