import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Instant } from '@app/kernel';
import { foundBy, foundKind, MOST_FOUND } from '@app/views';
import { AuditedRead, Roles } from '../access';
import type { Desk } from '../desk/desk';
import { newestFirst } from '../desk/search';
import { DESK } from '../desk/tokens';
import { cursorFor, listOf, pageLimit, pageOf, rfc3339 } from '../http';
import { domainName, ipOrNetwork } from './sender-identity';

const machine = ipOrNetwork.refine(
  (text) => !text.includes('/'),
  'must be one address: a network is not looked for',
);
const asked = z
  .strictObject({
    recipient: z
      .string()
      .trim()
      .max(320)
      .regex(/^[^\s@]+@[^\s@]+$/, 'must be an address: write jan@mail.example')
      .optional()
      .meta({
        description:
          'To whom the reported mail went, or who complained. Kept nowhere, and compared by a keyed hash',
      }),
    messageId: z
      .string()
      .trim()
      .min(3)
      .max(998)
      .optional()
      .meta({ description: 'Of the reported mail, or of the complaint; with or without its angle brackets' }),
    domain: domainName.optional().meta({
      description:
        'That the reported mail came from, was signed by or leads to, or a domain below it; or that an account has',
    }),
    ip: machine
      .optional()
      .meta({ description: 'From which the reported mail came, or that an account sends from' }),
    subject: z.string().trim().min(1).max(998).optional().meta({
      description: 'Of the reported mail, or of the complaint: the whole, or words that are all in it',
    }),
    text: z.string().trim().min(1).max(998).optional().meta({
      description: 'Any of these, by what it looks like; or the id of a complaint, report, case or account',
    }),
    cursor: z.string().max(512).optional(),
    limit: pageLimit,
  })
  .refine(
    ({ cursor: _, limit: __, ...criteria }) => Object.values(criteria).some((value) => value !== undefined),
    'name what to look for: recipient, messageId, domain, ip, subject or text',
  );

const found = z
  .object({
    kind: z.enum(foundKind),
    id: z.string(),
    account: z.string().nullable().meta({ description: 'Null: of nobody who is known, or of several' }),
    at: z.iso.datetime().meta({ description: 'When it was filed, examined, opened or registered' }),
    why: z
      .array(z.enum(foundBy))
      .meta({ description: 'By what it was found; complaint: a complaint of it was' }),
  })
  .meta({ id: 'Found' });
const answer = listOf(found)
  .extend({
    complete: z.boolean().meta({
      description: `False: more than ${MOST_FOUND} of a kind match, and the newest are given. Say more of what you look for`,
    }),
  })
  .meta({ id: 'FoundPage' });

const places = cursorFor(
  'search',
  z.strictObject({ at: z.int(), kind: z.enum(foundKind), id: z.string().max(512) }),
);

/** From what staff hold (a mail, a caller on the telephone) to the complaint, the case and the account. */
@ApiTags('search')
@Controller('v1/search')
export class SearchController {
  constructor(@Inject(DESK) private readonly desk: Desk) {}

  @Roles('agent')
  @AuditedRead()
  @Get()
  @ApiOperation({
    summary: 'Complaints, reports, cases and accounts by recipient, Message-ID, domain, address or subject',
    description:
      'What is found meets all that is asked. Recipients and subjects are compared by keyed hashes: nothing is opened, and ' +
      'what was asked is kept nowhere. Of a person who was erased nothing is found.',
  })
  @ApiOkResponse({ standardSchema: answer })
  async find(
    @Query({ schema: asked }) { cursor, limit, text, ...criteria }: z.output<typeof asked>,
  ): Promise<z.output<typeof answer>> {
    const after = places.decode(cursor);
    const { found: all, complete } = await this.desk.search.find({
      ...criteria,
      ...(text !== undefined && {
        text: { written: text, domain: domainName.safeParse(text).data, ip: machine.safeParse(text).data },
      }),
    });
    const place = after && { ...after, at: after.at as Instant };
    const rest = place ? all.filter((one) => newestFirst(place, one) < 0) : all;
    const { items, nextCursor } = pageOf(
      rest,
      limit,
      ({ kind, id, account, at, by }) => ({ kind, id, account, at: rfc3339(at), why: [...by] }),
      ({ at, kind, id }) => places.encode({ at, kind, id }),
    );
    return { items: [...items], nextCursor, complete };
  }
}
