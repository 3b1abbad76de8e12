import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { KeyStore, role, Roles } from '../access';
import { DESK } from '../desk/tokens';
import type { Desk } from '../desk/desk';
import { listOf, notFound, Problem, rfc3339, SecretAnswer, type ListOf } from '../http';

const asked = z
  .strictObject({
    role,
    name: z.string().trim().min(1).max(200),
    source: z.string().min(1).max(64).optional().meta({
      description: 'The feedback source that will report with it: it vouches for what is posted',
    }),
  })
  .meta({ id: 'NewKey' });
const created = z.object({ id: z.string(), key: z.string() }).meta({ id: 'CreatedKey' });
const listed = z
  .object({
    id: z.string(),
    role,
    name: z.string(),
    source: z.string().nullable(),
    createdAt: z.iso.datetime(),
    revokedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ListedKey' });

/** API keys. A key is in the answer that made it, and nowhere else: a lost one is revoked and replaced. */
@ApiTags('keys')
@Roles('admin')
@Controller('v1/keys')
export class KeysController {
  constructor(
    @Inject(KeyStore) private readonly keys: KeyStore,
    @Inject(DESK) private readonly desk: Desk,
  ) {}

  @Post()
  @SecretAnswer()
  @HttpCode(201)
  @ApiCreatedResponse({ standardSchema: created })
  create(
    @Body({ schema: asked }) { role, name, source }: z.output<typeof asked>,
  ): Promise<z.output<typeof created>> {
    const fault = source === undefined ? undefined : this.desk.sources.keyFault(source);
    if (fault !== undefined) throw new Problem('invalid-request', fault);
    return this.keys.create(role, name, source);
  }

  @Get()
  @ApiOkResponse({ standardSchema: listOf(listed).meta({ id: 'Keys' }) })
  async list(): Promise<ListOf<z.output<typeof listed>>> {
    const items = (await this.keys.list()).map(({ createdAt, revokedAt, ...key }) => ({
      ...key,
      createdAt: rfc3339(createdAt),
      revokedAt: revokedAt && rfc3339(revokedAt),
    }));
    return { items, nextCursor: null };
  }

  @Delete(':id')
  @HttpCode(204)
  async revoke(@Param('id') id: string): Promise<void> {
    if (!(await this.keys.revoke(id))) throw notFound('key', id);
  }
}
