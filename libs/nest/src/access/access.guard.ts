import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { FreeSpace } from '@app/channels';
import { AuditTrail } from '../audit/audit-trail';
import { callOf } from '../http/call';
import { SPACE } from '../face-tokens';
import { Problem } from '../http/problem';
import { AUDITED_READ, covers, PUBLIC, ROLES, type Role } from './roles';
import { diskFull, TAKES_IN } from './takes-in';

/** Whether the caller's role may do this, and the audit's line before it is done. A route that says nothing about roles is
 *  for admins, so that one forgotten is one too few allowed. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(AuditTrail) private readonly audit: AuditTrail,
    @Inject(SPACE) private readonly space: FreeSpace,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const takesIn = this.reflector.getAllAndOverride<boolean | undefined>(TAKES_IN, targets) ?? false;
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, targets)) {
      if (takesIn) await this.assertRoomFor(request);
      return true;
    }
    const call = callOf(request);
    if (!call?.caller) throw new Problem('unauthenticated', 'send Authorization: Bearer KEY');
    const asked = this.reflector.getAllAndOverride<readonly Role[] | undefined>(ROLES, targets) ?? ['admin'];
    const { role } = call.caller;
    if (!asked.some((one) => covers(role, one)))
      throw new Problem('forbidden', `this needs a key of role ${asked.join(' or ')}, and yours is ${role}`);
    if (takesIn) await this.assertRoomFor(request); // before the audit, which needs room too
    const read = request.method === 'GET' || request.method === 'HEAD';
    if (!read || this.reflector.getAllAndOverride<boolean | undefined>(AUDITED_READ, targets)) {
      await this.audit.attempted(request, call);
      call.audited = true;
    }
    return true;
  }

  private async assertRoomFor(request: FastifyRequest): Promise<void> {
    const declared = Number(request.headers['content-length']) || 0;
    if (!(await this.space.hasRoomFor(declared))) throw diskFull();
  }
}
