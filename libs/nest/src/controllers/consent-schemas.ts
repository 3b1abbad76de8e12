import { z } from 'zod';
import { consentSource } from '@app/consent';
import { accountId, complaintId, type Instant } from '@app/kernel';
import { time } from '../http';
import { address, batchOf } from './batch';

const id = z.string().min(1).max(128);
const ip = z.union([z.ipv4(), z.ipv6()], { error: 'an IP address: 192.0.2.1 or 2001:db8::1' });
const userAgent = z.string().min(1).max(1_024);

const item = z
  .strictObject({
    accountId,
    recipient: address,
    listId: id.optional().meta({ description: 'Left out: all that the account sends to the address' }),
    signedUpAt: time.optional(),
    source: consentSource.optional().meta({
      description:
        'own-opt-in: by your own sign-up. validated-external: by another opt-in system that you validated. ' +
        'imported, oral, paper: by word of the customer. With signedUpAt, and only then',
    }),
    ip: ip.optional().meta({ description: 'Of who signed up' }),
    userAgent: userAgent.optional().meta({ description: 'Of who signed up' }),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2_048)
      .optional()
      .meta({ description: 'Where they signed up' }),
    wordingId: id.optional().meta({ description: 'Your id of the words that they agreed to' }),
    confirmedAt: time.optional().meta({
      description: 'When the link in the confirmation mail was followed. An opt-in without it is none',
    }),
    confirmationIp: ip.optional(),
    confirmationUserAgent: userAgent.optional(),
    signedOffAt: time.optional(),
    signedOffVia: z.string().min(1).max(64).optional(),
  })
  .check(({ value: told, issues }) => {
    const wrong = (path: keyof typeof told, message: string) =>
      issues.push({ code: 'custom', input: told, path: [path], message });
    if (!told.signedUpAt && !told.confirmedAt && !told.signedOffAt)
      wrong('signedUpAt', 'say when they signed up, confirmed or signed off: at least one of the three');
    if (told.signedUpAt && !told.source) wrong('source', 'say how they signed up; unknown, if nobody knows');
    if (!told.signedUpAt)
      for (const name of ['source', 'ip', 'userAgent', 'url', 'wordingId'] as const)
        if (told[name] !== undefined) wrong(name, 'it is of a sign-up: say signedUpAt too');
    if (!told.confirmedAt)
      for (const name of ['confirmationIp', 'confirmationUserAgent'] as const)
        if (told[name] !== undefined) wrong(name, 'it is of a confirmation: say confirmedAt too');
    if (!told.signedOffAt && told.signedOffVia !== undefined)
      wrong('signedOffVia', 'it is of a sign-off: say signedOffAt too');
    if (told.signedUpAt && told.confirmedAt && told.confirmedAt < told.signedUpAt)
      wrong('confirmedAt', 'lies before signedUpAt: nobody confirms what they have not asked for yet');
  });
export type ToldConsent = z.output<typeof item>;
export const consents = batchOf(item).meta({ id: 'ConsentRecords' });

/** The times of an item, by their fields. */
export const timesOf = ({ signedUpAt, confirmedAt, signedOffAt }: ToldConsent) =>
  Object.entries<Instant | undefined>({ signedUpAt, confirmedAt, signedOffAt });

export const asked = z
  .strictObject({
    complaint: complaintId
      .optional()
      .meta({ description: 'Whose recipient it is, of the account it is about' }),
    account: accountId.optional(),
    recipient: address.optional(),
    at: time.optional().meta({
      description: 'Of a sending, for `origin`; left out: when the mail of the complaint was sent, else now',
    }),
    limit: z.coerce.number().int().min(1).max(200).default(50).meta({ description: 'The latest so many' }),
  })
  .check(({ value: { complaint, account, recipient }, issues, value }) => {
    const [byComplaint, byAddress] = [
      complaint !== undefined,
      account !== undefined && recipient !== undefined,
    ];
    if (byComplaint !== byAddress && (byAddress || (account === undefined && recipient === undefined)))
      return;
    issues.push({
      code: 'custom',
      input: value,
      path: [byComplaint ? 'complaint' : account === undefined ? 'account' : 'recipient'],
      message: 'ask by complaint, or by account and recipient',
    });
  });

const instant = z.iso.datetime();
const opened = z.string().nullable().meta({ description: 'Null: not told, or erased since' });
const entry = z
  .object({
    what: z.enum(['signed-up', 'confirmed', 'signed-off']),
    at: instant,
    toldAt: instant.meta({ description: 'When the platform told the desk' }),
    listId: z.string().nullable(),
    source: consentSource.nullable(),
    wordingId: z.string().nullable(),
    via: z.string().nullable(),
    address: opened,
    url: opened,
    ip: opened,
    userAgent: opened,
  })
  .meta({ id: 'ConsentEntry' });
export type ConsentEntry = z.output<typeof entry>;

export const origin = z
  .object({
    at: instant,
    source: consentSource,
    liability: z.enum(['shared', 'customer']).meta({
      description: 'customer: the risk of mail to it is the customer’s alone',
    }),
    because: z.enum(['confirmed', 'unconfirmed', 'customers-word', 'withdrawn', 'not-recorded']),
    signedUpAt: instant.nullable(),
    confirmedAt: instant.nullable(),
  })
  .meta({ id: 'ConsentOrigin' });

export const consentArchive = z
  .object({
    account: z.string(),
    origin,
    items: z.array(entry).meta({ description: 'By the time at which it happened, oldest first' }),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'ConsentArchive' });
export type ConsentArchiveAnswer = z.output<typeof consentArchive>;
