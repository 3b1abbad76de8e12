import { z } from 'zod';
import { instant, type Instant } from '@app/kernel';

// Sealed when it is stored, and read again as it was: see Versioned before changing it. What was not answered is left out:
// half an answer is an answer, and scoring says what is missing.

const line = z.string().trim().min(1).max(500);
const text = z.string().trim().min(1).max(5_000);
const ip = z.union([z.ipv4(), z.ipv6()], { error: 'an IP address: 192.0.2.1 or 2001:db8::1' });
const url = z.url({ protocol: /^https?$/, error: 'a web address: https://shop.example/sign-up' }).max(2_048);

/** What the recipient agreed to, in so many words. */
const statement = {
  explicitStatement: z.boolean().optional(),
  statementText: text.optional(),
  /** Whether they could give their consent themselves, by something they did. */
  couldConsent: z.boolean().optional(),
  coRegistrationPartners: z.array(line).max(200).optional(),
};
/** What has to be shown where there is no such statement. */
const relationship = {
  relation: text.optional(),
  /** How they were told, when they gave the address, that it may be used for marketing. */
  informedHow: text.optional(),
  /** Whether they could object at once. */
  couldObject: z.boolean().optional(),
};
/** What a provider may ask of a customer to have consent shown, by the way in which the address was collected. `time` is how
 *  a moment is written where it is read from. */
export const questionnaireWith = <T extends z.ZodType<Instant>>(time: T) => {
  const common = {
    /** When the address was collected. */
    collectedAt: time.optional(),
    /** How, in words. */
    how: text.optional(),
    /** The last time before the reported mail at which there was contact: a mail opened, a purchase, a call. */
    lastContactAt: time.optional(),
    /** When it was mailed for the first time. */
    firstSentAt: time.optional(),
    /** Answers to what staff asked beside these questions. */
    further: text.optional(),
  };

  const web = {
    url: url.optional(),
    ip: ip.optional(),
    userAgent: z.string().trim().min(1).max(1_024).optional(),
    optIn: z.enum(['single', 'double']).optional(),
    /** Of a double opt-in: when the link in the confirmation mail was followed. */
    confirmedAt: time.optional(),
  };

  return z.discriminatedUnion('collected', [
    z.strictObject({
      collected: z.literal('online'),
      ...common,
      by: z.enum(['newsletter', 'order', 'account', 'other']).optional(),
      ...web,
      ...statement,
      ...relationship,
    }),
    z.strictObject({ collected: z.literal('existing-customer'), ...common, ...relationship }),
    z.strictObject({
      collected: z.literal('offline'),
      ...common,
      medium: z.enum(['oral', 'paper']).optional(),
      /** At which fair, in which shop, by which call. */
      occasion: line.optional(),
      ...statement,
      ...relationship,
    }),
    z.strictObject({
      collected: z.literal('third-party'),
      ...common,
      kind: z.enum(['co-registration', 'lottery', 'questionnaire', 'other']).optional(),
      party: line.optional(),
      ...web,
      ...statement,
    }),
  ]);
};

/** As it is stored: moments with three decimals, in UTC. */
export const questionnaire = questionnaireWith(instant);
export type Questionnaire = z.output<typeof questionnaire>;
/** What is sealed. */
export type StoredQuestionnaire = z.input<typeof questionnaire>;
export type Collected = Questionnaire['collected'];

/** Everything that any branch asks, by its name: what a form has fields for. */
export type Question = Exclude<
  Questionnaire extends infer Q ? (Q extends unknown ? keyof Q : never) : never,
  'collected'
>;
