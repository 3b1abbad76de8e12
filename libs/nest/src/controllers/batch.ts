import { applyDecorators, HttpCode } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { z } from 'zod';

const MAX_BATCH = 10_000;

/** Somebody's, as it stands in an envelope. */
export const address = z
  .string()
  .max(320)
  .regex(/^[^\s@].*@[^\s@]+$/, 'must be an address, with an @');
export const batchOf = <S extends z.ZodType>(item: S) => z.array(item).min(1).max(MAX_BATCH);

export const taken = z
  .object({
    accepted: z.int(),
    unknownAccounts: z.array(z.string()).meta({
      description: 'Accounts of the batch that are not registered: yet to be, or misspelt',
    }),
  })
  .meta({ id: 'Taken' });
export type Taken = z.output<typeof taken>;

/** One rule for all batches, so that whoever sends them needs to know one. */
export const takesBatch = (summary: string, ofUnknown: string, answer: z.ZodType = taken) =>
  applyDecorators(
    HttpCode(200),
    ApiOperation({
      summary,
      description:
        `An account need not be registered before: ${ofUnknown} The answer names those that are not. ` +
        'Wrong fields (400): nothing of the batch is taken. Refused (409): `errors` names the accounts whose items were ' +
        'not taken, and why; the others were. Any other error: part may have been taken; send the batch again whole, ' +
        'nothing is taken twice.',
    }),
    ApiOkResponse({ standardSchema: answer }),
  );
