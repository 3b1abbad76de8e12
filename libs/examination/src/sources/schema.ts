import { channel, day, duration } from '@app/kernel';
import { z } from 'zod';

const domain = z
  .string()
  .regex(
    /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_][a-z0-9_-]{0,62})*$/,
    'a domain in lower case, without a dot at the end',
  );

/** `staff@hotmail.com` is that address, `@fbl.example` any address there, `@*.fbl.example` there and below. */
const addressPattern = z
  .string()
  .regex(/^[^@\s]*@(?:\*\.)?[a-z0-9_.-]+$/, 'an address, @domain, or @*.domain for it and those below');

/** One feedback source: who may report, how to know them, and what their reports are like. A file in config/sources. */
export const sourceSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,64}$/, 'lower-case letters, digits and hyphens, 64 at most'),
  name: z.string().min(1).max(100),
  identity: z
    .strictObject({
      /** A report claims to be of this source when its From address is one of these. */
      from: z.array(addressPattern).default([]),
      /** Signing domains (DKIM d=), those below them included. Only such that sign nothing else than this From. */
      dkim: z.array(domain).default([]),
      /** Domains of the envelope sender for which an SPF pass counts, those below them included. */
      envelope: z.array(domain).default([]),
      /** Domains of forwarders whose ARC seal is believed when it says that one of `dkim` was verified. */
      arcSealers: z.array(domain).default([]),
      /** It may post over HTTP, under API keys that were made for it. */
      keys: z.boolean().default(false),
      /** Topics of Amazon SNS on which it publishes: SNS signs what it posts. */
      snsTopics: z
        .array(
          z.string().regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w.-]{1,256}$/, 'an ARN of an SNS topic'),
        )
        .default([]),
    })
    .refine(
      ({ dkim, envelope, keys, snsTopics }) => keys || dkim.length + envelope.length + snsTopics.length > 0,
      {
        message:
          'name at least one domain under dkim or envelope, or let it post with keys or on topics: nobody could vouch for this source otherwise',
      },
    ),
  /** Whether each of its reports is signed: one that is not is then suspected to be forged. */
  alwaysSigned: z.boolean(),
  channel,
  /** Formats it sends; another one is remarked upon. Empty: any. */
  formats: z.array(z.string().min(1).max(32)).default([]),
  /** What it hides: the recipient, the body of the original, or nothing. */
  redaction: z.array(z.enum(['recipient', 'body', 'all'])).default([]),
  /** Complainants must stay unknown to the sender: spam traps, and who reports to a regulator. */
  discreet: z.boolean().default(false),
  /** Mailbox providers behind it, as delivery volumes name them, each with its mail domains. */
  providers: z.record(z.string().min(1).max(64), z.array(domain)).default({}),
  /** Reports are expected this often; longer silence is remarked upon. Absent: never. */
  cadence: duration.optional(),
  /** More reports than this in a day (of UTC) are a flood, whatever is usual: what the source would set in motion is then
   *  proposed. Absent: ten times what is usual is one, of a source that is known for a day at least. */
  mostADay: z.int().positive().optional(),
  /** Whoever runs it wants an answer about each complaint, within so many working days of a calendar. */
  answerWithin: z
    .strictObject({
      workingDays: z.int().min(1).max(30),
      calendar: z.enum(['nl', 'de']),
      timeZone: z.string().refine((zone) => {
        try {
          new Intl.DateTimeFormat('en', { timeZone: zone });
          return true;
        } catch {
          return false;
        }
      }, 'an IANA time zone such as Europe/Berlin'),
      /** Days off that no law names. */
      besides: z.array(day).max(1_000).default([]),
    })
    .optional(),
  /** Only for places where a test or a demonstration runs. */
  note: z.string().max(1_000).optional(),
});
export type FeedbackSource = z.output<typeof sourceSchema>;
