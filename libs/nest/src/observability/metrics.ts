import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { isLocal } from '../access/local';
import { covers, Public } from '../access/roles';
import { callOf } from '../http/call';
import { Problem } from '../http/problem';

/** Prometheus metrics of this process. Labels are words of ours, never ids or addresses: their number must stay small. */
export class Metrics {
  readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'meldkamer_http_request_seconds',
    help: 'Calls by method, route and status, and how long they took',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** `read` is asked each time somebody looks: a number, or numbers by label. One that throws is left out. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void {
    new Gauge({
      name: `meldkamer_${name}`,
      help,
      registers: [this.registry],
      async collect() {
        this.set(await Promise.resolve(read()).catch(() => NaN));
      },
    });
  }

  /** For what has one value for each of a few names: lag by view, open deadlines by process. */
  gauges(
    name: string,
    help: string,
    label: string,
    read: () => ReadonlyMap<string, number> | Promise<ReadonlyMap<string, number>>,
  ): void {
    new Gauge({
      name: `meldkamer_${name}`,
      help,
      labelNames: [label],
      registers: [this.registry],
      async collect() {
        this.reset();
        const values = await Promise.resolve(read()).catch(() => new Map<string, number>());
        for (const [value, number] of values) this.set({ [label]: value }, number);
      },
    });
  }

  counter<L extends string>(name: string, help: string, labels: readonly L[] = []): Counter<L> {
    return new Counter({
      name: `meldkamer_${name}`,
      help,
      labelNames: [...labels],
      registers: [this.registry],
    });
  }

  answered(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status: String(status) }, seconds);
  }
}

@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  constructor(@Inject(Metrics) private readonly metrics: Metrics) {}

  @Public()
  @Get()
  async read(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const caller = callOf(request)?.caller;
    if (!caller && !isLocal(request))
      throw new Problem('unauthenticated', 'metrics need a key, or a call from the machine itself');
    if (caller && !covers(caller.role, 'viewer'))
      throw new Problem('forbidden', `this needs a key of role viewer, and yours is ${caller.role}`);
    reply.type(this.metrics.registry.contentType);
    return this.metrics.registry.metrics();
  }
}
