import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Roles } from '../access';
import { DESK } from '../desk/tokens';
import type { Desk } from '../desk/desk';
import { listOf, type ListOf } from '../http';

const policy = z
  .object({
    id: z.string(),
    title: z.string(),
    version: z.string().meta({ description: 'SHA-256 of its canonical content, in hex' }),
    source: z.string(),
    settings: z.record(z.string(), z.unknown()),
    rate: z
      .object({
        threshold: z.number().meta({ description: 'A share of one, to six places: 0.001 is 0.1 %' }),
        comparator: z.enum(['>', '>=']),
        floors: z.object({
          breachComplaints: z.int().meta({ description: 'Complaints below which nothing is a breach' }),
          actionableComplaints: z
            .int()
            .meta({ description: 'Complaints below which a breach never suspends' }),
          actionableDelivered: z
            .int()
            .meta({ description: 'Deliveries below which a breach never suspends' }),
        }),
      })
      .meta({ description: 'When a complaint rate is too high', id: 'PolicyRate' }),
    rules: z.array(
      z.object({
        id: z.string(),
        cites: z.array(z.string()),
        on: z.array(z.string()),
        measures: z.array(z.object({ measure: z.string(), mode: z.string() })),
      }),
    ),
  })
  .meta({ id: 'Policy' });

@ApiTags('policies')
@Controller('v1/policies')
export class PoliciesController {
  constructor(@Inject(DESK) private readonly desk: Desk) {}

  /** The policies by which new cases are opened, and their versions. */
  @Roles('viewer')
  @Get()
  @ApiOkResponse({ standardSchema: listOf(policy).meta({ id: 'Policies' }) })
  list(): ListOf<z.output<typeof policy>> {
    return {
      items: this.desk.policies.list().map(({ id, title, version, source, settings, rate, rules }) => ({
        id,
        title,
        version,
        source,
        settings,
        rate: {
          threshold: rate.threshold.ppm / 1_000_000,
          comparator: rate.threshold.comparator,
          floors: { ...rate.floors },
        },
        rules: rules.map(({ id, cites, on, then }) => ({
          id,
          cites: [...cites],
          on: [...on],
          measures: then.map(({ measure, mode }) => ({ measure, mode })),
        })),
      })),
      nextCursor: null,
    };
  }
}
