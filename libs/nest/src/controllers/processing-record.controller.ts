import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { spanInWords } from '@app/kernel';
import type { Brand, Settings } from '@app/settings';
import { Roles } from '../access';
import { DESK } from '../desk/tokens';
import type { Desk } from '../desk/desk';
import { listOf, type ListOf } from '../http';

const activity = z
  .object({
    brand: z.string(),
    name: z.string(),
    purposes: z.array(z.string()),
    subjects: z.array(z.string()).meta({ description: 'Categories of people' }),
    data: z.array(z.string()).meta({ description: 'Categories of personal data' }),
    recipients: z.array(z.string()),
    retention: z.array(z.string()),
    residency: z
      .object({ data: z.string().nullable(), backups: z.string().nullable() })
      .meta({ description: 'Where it is kept, as brands.<id>.residency says; null: not told' }),
    security: z.array(z.string()),
  })
  .meta({ id: 'ProcessingActivity' });
type Activity = z.output<typeof activity>;

/** The record of processing activities that Article 30 GDPR asks of whoever runs the desk: what the desk does with personal
 *  data, with the figures of its settings. Who is responsible, and on what grounds, stands in their own. */
@ApiTags('privacy')
@Controller('v1/processing-record')
export class ProcessingRecordController {
  constructor(@Inject(DESK) private readonly desk: Desk) {}

  /** What the desk does with personal data, for each brand. */
  @Roles('viewer')
  @Get()
  @ApiOkResponse({ standardSchema: listOf(activity).meta({ id: 'ProcessingRecord' }) })
  list(): ListOf<Activity> {
    const { settings } = this.desk;
    return {
      items: Object.entries(settings.brands).map(([id, brand]) => activityOf(id, brand, settings)),
      nextCursor: null,
    };
  }
}

const activityOf = (
  brand: string,
  { name, residency }: Brand,
  { retention, mail, platform }: Settings,
): Activity => {
  const kept = (what: string, span: Parameters<typeof spanInWords>[0]) =>
    `${what}: ${spanInWords(span, 'en')}`;
  return {
    brand,
    name,
    purposes: [
      'to trace complaints about unwanted mail to the customer who sent it',
      'to take whoever complained off the lists of that customer',
      'to warn, suspend or close accounts by the anti-spam policy, and to account for it',
    ],
    subjects: [
      'people who complain',
      'recipients of reported mail',
      'people who signed up for mail of customers, as far as the platform tells',
      'contacts of customers',
      'staff of the desk',
    ],
    data: [
      'addresses of complainants and recipients, sealed under a key of each person',
      'reported messages, encrypted, with a key of each report',
      'sign-ups, confirmations and sign-offs with IP address and browser, sealed under a key of each person',
      'evidence of consent that customers hand in, encrypted, with a key of each file',
      'keyed hashes of addresses, Message-IDs and subjects, by which staff find a complaint',
      'names and addresses of contacts, and numbers in the trade register, sealed',
      'what staff read and decided, by the name of their key',
    ],
    recipients: [
      mail.relay === undefined
        ? 'nobody by mail: notices are kept in a folder'
        : 'the mail relay, for notices to customers',
      platform.kind === 'simulated'
        ? 'no sending platform: orders are simulated'
        : 'the sending platform, for orders',
    ],
    retention: [
      kept('reported messages', retention.rawReports) + ', longer while a case rests on them',
      kept('the log of what was sent to whom, hashed', retention.sendLog),
      'evidence of consent: until the key of a person it is about is destroyed',
      'sealed fields: until the key of the person is destroyed',
    ],
    residency: { data: residency?.data ?? null, backups: residency?.backups ?? null },
    security: [
      'sealed fields and messages are encrypted with AES-256-GCM',
      'each opening of a sealed field is audited',
      'access by keys with roles',
    ],
  };
};
