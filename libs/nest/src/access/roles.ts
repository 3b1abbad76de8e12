import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import { z } from 'zod';

/** viewer ⊂ agent ⊂ supervisor ⊂ admin. `platform` sends volumes, send log, accounts and confirmations; `reporter` only
 *  reports. The names are stored. */
export const role = z
  .enum(['viewer', 'agent', 'supervisor', 'admin', 'platform', 'reporter'])
  .meta({ id: 'Role' });
export type Role = z.output<typeof role>;

const LADDER: readonly Role[] = ['viewer', 'agent', 'supervisor', 'admin'];

/** Whether who has `held` may do what asks for `asked`: itself, or anything below it on the ladder. An admin may all. */
export const covers = (held: Role, asked: Role): boolean =>
  held === asked ||
  held === 'admin' ||
  (LADDER.includes(asked) && LADDER.indexOf(held) >= LADDER.indexOf(asked));

export const ROLES = Symbol('roles');
export const PUBLIC = Symbol('public');
export const AUDITED_READ = Symbol('audited read');

/** The lowest roles that may call this. A route that says nothing is for admins. */
export const Roles = (...roles: readonly [Role, ...Role[]]) =>
  applyDecorators(SetMetadata(ROLES, roles), ApiBearerAuth(), ApiExtension('x-roles', roles));

/** Answers without a key: the customer's page, health. */
export const Public = () => SetMetadata(PUBLIC, true);

/** A read that is audited like a change: originals, and whatever opens personal data. */
export const AuditedRead = () => SetMetadata(AUDITED_READ, true);
