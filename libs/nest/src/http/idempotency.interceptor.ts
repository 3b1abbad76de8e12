import { createHash } from 'node:crypto';
import {
  Inject,
  Injectable,
  SetMetadata,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { uuidv5 } from '@app/event-store';
import { correlated } from '../observability/correlation';
import { bytesOf } from './body-parsers';
import { callOf } from './call';
import { IdempotentAnswers } from './idempotent-answers';
import { Problem } from './problem';

/** Ours, made once: command ids must be the same on every machine and after every restart. */
const NAMESPACE = '6b1f3c0a-52a6-4d0b-9f0e-0a3f5a4c9d21';
const KEY = /^[\x21-\x7e]{1,255}$/;

const SECRET_ANSWER = Symbol('secret answer');

/** What this call answers is shown once and kept nowhere: its retry is told so, instead of being given it again. */
export const SecretAnswer = () => SetMetadata(SECRET_ANSWER, true);

/** `Idempotency-Key` on a POST becomes the id of the command it leads to. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    @Inject(IdempotentAnswers) private readonly answers: IdempotentAnswers,
    @Inject(Reflector) private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const call = callOf(request);
    const header = request.headers['idempotency-key'];
    if (request.method !== 'POST' || header === undefined || !call?.caller) return next.handle();
    if (typeof header !== 'string' || !KEY.test(header))
      throw new Problem(
        'invalid-request',
        'Idempotency-Key must be 1 to 255 printable ASCII characters without spaces',
        {
          errors: [{ path: 'Idempotency-Key', message: '1 to 255 printable ASCII characters' }],
        },
      );
    const commandId = uuidv5(NAMESPACE, `${call.caller.keyId} ${header}`);
    call.commandId = commandId;
    const { correlationId } = call;
    const secret = this.reflector.get<boolean | undefined>(SECRET_ANSWER, context.getHandler()) === true;
    return from(
      correlated({ correlationId, commandId }, () =>
        this.answers.once(
          commandId,
          fingerprint(request),
          () => lastValueFrom(next.handle(), { defaultValue: undefined }),
          secret,
        ),
      ),
    );
  }
}

/** Method, path and the bytes of the body. */
const fingerprint = (request: FastifyRequest): string =>
  createHash('sha256').update(`${request.method} ${request.url}\n`).update(bytesOf(request)).digest('hex');
