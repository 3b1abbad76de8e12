import { Controller, Get, HttpCode, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Public } from '../access/roles';

/** `ok` and `degraded` serve; `down` does not. */
export interface CheckResult {
  readonly state: 'ok' | 'degraded' | 'down';
  readonly detail?: string; // for people; no personal data
}
export type Check = () => CheckResult | Promise<CheckResult>;

export const readiness = z
  .object({
    status: z.enum(['ok', 'degraded', 'down', 'draining']),
    checks: z.record(
      z.string(),
      z.object({ state: z.enum(['ok', 'degraded', 'down']), detail: z.string().optional() }),
    ),
  })
  .meta({ id: 'Readiness' });
export type Readiness = z.output<typeof readiness>;

/** What has to work before calls are sent here. Others add their checks: `health.add('store', …)`. Degraded is ready:
 *  views behind, DNS away or a platform that does not answer are no reason to turn reports away. */
export class Health {
  private readonly checks = new Map<string, Check>();
  private draining = false;

  add(name: string, check: Check): void {
    this.checks.set(name, check);
  }

  /** From now on not ready, so that nobody new is sent here while what runs is finished. */
  drain(): void {
    this.draining = true;
  }

  async readiness(): Promise<Readiness> {
    const results = await Promise.all(
      [...this.checks].map(async ([name, check]) => {
        try {
          return [name, await check()] as const;
        } catch (error) {
          return [name, { state: 'down', detail: (error as Error).message }] as const;
        }
      }),
    );
    const worst = (['down', 'degraded'] as const).find((state) =>
      results.some(([, result]) => result.state === state),
    );
    return { status: this.draining ? 'draining' : (worst ?? 'ok'), checks: Object.fromEntries(results) };
  }
}

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(@Inject(Health) private readonly health: Health) {}

  @Public()
  @Get('live')
  @HttpCode(200)
  @ApiOperation({ summary: 'The process runs' })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Public()
  @Get('ready')
  @ApiOperation({ summary: 'Calls may be sent here' })
  @ApiOkResponse({ standardSchema: readiness })
  @ApiServiceUnavailableResponse({ standardSchema: readiness })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const state = await this.health.readiness();
    reply
      .status(state.status === 'ok' || state.status === 'degraded' ? 200 : 503)
      .header('cache-control', 'no-store');
    return state;
  }
}
