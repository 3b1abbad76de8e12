import { z } from 'zod';
import { complaintsAbout } from './formats/forwarded';
import { answersOf, describedBy } from './formats/spamklacht';
import { isEmail } from './formats/xarf-schema/values';
import { openMail } from './mail';
import { DEFAULT_BUDGET, Problems, type Budget } from './mime/budget';
import { openMessage, type Part } from './mime/message';
import type { NormalisedReport } from './normalised';
import { isMessage } from './original';
import { normalise } from './parse-report';

const text = (most: number) => z.string().trim().min(1).max(most);
const address = text(320).refine(isEmail, 'Give a mail address, such as jan@people.example.');

/** A complaint that somebody of the desk writes down: told by telephone, on paper, or passed on by the regulator, whose
 *  form asks the same (domain rules, 0.9). */
export const manualEntry = z
  .strictObject({
    /** Who brought it: the regulator, or the recipient. */
    from: z.enum(['regulator', 'recipient']),
    /** By which way the message came to its recipient. */
    channel: z.enum(['email', 'sms', 'telephone', 'app', 'post', 'other']),
    capacity: z.enum(['private', 'business', 'unknown']).default('unknown'),
    advertised: text(500).optional(),
    actionAsked: text(500).optional(),
    reasons: z.array(text(500)).max(20).default([]),
    /** The number that it has elsewhere. */
    reference: text(100).optional(),
    /** The message: its source as it was saved, or its header fields and its text as they were pasted, or what is known. */
    message: z
      .strictObject({
        source: z.string().min(1).max(8_000_000).optional(),
        headers: z.string().min(1).max(200_000).optional(),
        body: z.string().max(2_000_000).optional(),
        sender: text(1_000).optional(),
        subject: text(1_000).optional(),
        /** In UTC or with its zone. */
        receivedAt: z.iso.datetime({ offset: true }).optional(),
      })
      .refine(({ source, headers, sender }) => (source ?? headers ?? sender) !== undefined, {
        message: 'Give the source, the headers, or at least the sender: without them nobody can tell whose it is.',
      }),
    /** Who complains. May stay unknown; the regulator seldom tells. */
    complainant: z
      .strictObject({ address: address.optional(), name: text(200).optional(), telephone: text(40).optional() })
      .optional(),
    /** For colleagues. */
    note: text(5_000).optional(),
  })
  .describe('A complaint written down by the desk'); // prettier-ignore

export type ManualEntry = z.output<typeof manualEntry>;

/** An entry → the same report that a mail would have become, of the format `manual`. Nobody vouches for it but whoever
 *  entered it: what trust it has is for the caller to say. Pure, and it never throws. */
export const manualReport = (entry: ManualEntry, budget: Budget = DEFAULT_BUDGET): NormalisedReport => {
  const mail = openMail(Buffer.from(asMail(entry)), budget, new Problems());
  const original = messageOf(entry, budget);
  const toldByRegulator = entry.from === 'regulator';
  const reading = original
    ? complaintsAbout([original], mail, toldByRegulator ? 'unknown' : 'writer')
    : ({ kind: 'complaint', complaints: 0 } as const);
  if (!original) mail.problems.add('nothing in the message entered says whose it is');
  return normalise(
    mail,
    {
      ...reading,
      channel: toldByRegulator ? 'regulator' : 'direct',
      otherFields: answersOf(answers(entry)),
      text: entry.note ?? '',
    },
    'manual',
  );
};

/** The mail that the complainant could have written. Addresses hold no line ends: the schema saw to it. */
const asMail = ({ complainant, note }: ManualEntry): string =>
  [
    ...(complainant?.address === undefined ? [] : [`From: ${complainant.address}`]),
    'Content-Type: text/plain; charset=utf-8',
    '',
    note ?? '',
  ].join('\n');

const messageOf = ({ message }: ManualEntry, budget: Budget): Part | undefined => {
  const { source, headers, body, sender, subject, receivedAt } = message;
  const pasted = source ?? (headers === undefined ? undefined : `${headers.trim()}\n\n${body ?? ''}`);
  const found =
    pasted === undefined ? undefined : openMessage(Buffer.from(pasted.trimStart()), budget, new Problems());
  const known = found && isMessage(found) && IDENTIFYING.some((name) => found.headers.has(name));
  return known
    ? found
    : describedBy({
        ...(sender && { sender }),
        ...(subject && { subject }),
        ...(receivedAt && { receivedAt }),
      });
};

const IDENTIFYING = ['from', 'received', 'message-id', 'return-path', 'dkim-signature'];

const answers = ({ channel, capacity, advertised, actionAsked, reasons, reference }: ManualEntry) => ({
  channel,
  capacity,
  ...(advertised !== undefined && { advertised }),
  ...(actionAsked !== undefined && { actionAsked }),
  ...(reasons.length > 0 && { reasons: reasons.join('; ') }),
  ...(reference !== undefined && { reference }),
});
