import { Body, Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Public, TakesIn } from '../access';
import { DESK } from '../desk/tokens';
import type { Desk } from '../desk/desk';
import { Problem, TakesBytes } from '../http';

const taken = z
  .object({
    done: z.enum(['accepted', 'subscribed', 'unsubscribed']),
    reportId: z.string().optional(),
    duplicate: z.boolean().optional(),
  })
  .meta({ id: 'SnsTaken' });

/** Where Amazon SNS posts, which has no key of ours: its signature, and a topic that a source names, stand for one. */
@ApiTags('reports')
@Controller('intake/sns')
export class SnsController {
  constructor(@Inject(DESK) private readonly desk: Desk) {}

  @Public()
  @TakesIn()
  @Post()
  @HttpCode(200)
  @TakesBytes('text/plain', 'application/json') // SNS says text/plain, and sends JSON
  @ApiOkResponse({ standardSchema: taken })
  async take(@Body() body: unknown, @Req() request: FastifyRequest): Promise<z.output<typeof taken>> {
    const answer = await this.desk.sns.take(Buffer.isBuffer(body) ? body : Buffer.alloc(0), request.ip);
    if (!('refused' in answer)) return answer;
    throw new Problem(answer.retry ? 'unavailable' : 'forbidden', answer.refused);
  }
}
