import { z } from 'zod';
import { channel, duration, feedbackType, standing, trustLevel } from '@app/kernel';
import { contentCategory, legalFormName, rateGrade, rateWindow, stage, step } from '../case/shapes';

const atLeast = z.strictObject({ atLeast: z.int().positive() });
const some = <T extends z.ZodType>(of: T) => z.array(of).min(1);

/** What has to hold for a rule: every field that is given; inside a list, any of it. What a field looked at becomes an
 *  input of the decision's `why`. */
const fields = {
  /** The complaint came by one of these. */
  channel: some(channel),
  trust: some(trustLevel),
  feedbackType: some(feedbackType),
  /** What the complaint may set in motion: see "Trust and safety" of the design. */
  may: step,
  corroborated: z.boolean(),
  confidence: z.strictObject({ atLeast: z.number().min(0).max(1) }),
  violation: some(z.string()),
  /** What a person says is wrong with what was sent. */
  category: some(contentCategory),
  /** The blocklist, by its id. */
  list: some(z.string()),
  /** The reported mail was sent later than that after the warning was accepted by the relay. */
  sentAfterWarning: duration,
  /** The complaint reached us after the warning was sent, whenever the mail was. */
  receivedAfterWarning: z.boolean(),
  stage: some(stage),
  standing: some(standing),
  /** A warning counts. */
  warned: z.boolean(),
  /** … and it did not come back from every contact. */
  warningDelivered: z.boolean(),
  /** Complaints about mail that was sent later than `grace` after the warning. */
  newSinceWarning: z.strictObject({ atLeast: z.int().positive(), grace: duration }),
  complaints: atLeast,
  independentComplainants: atLeast,
  campaignComplaints: atLeast,
  campaignComplainants: atLeast,
  /** Substantially identical mails of the complaint's campaign. A number nobody knows does not refute it; but nothing that
   *  cannot be taken back is automatic then. */
  campaignRecipients: atLeast,
  /** Of the breach that is the signal. */
  window: some(rateWindow),
  grade: some(rateGrade),
  /** As the account's rate stands now, whatever the signal. */
  rate: z.strictObject({ window: rateWindow, grade: some(rateGrade) }),
  legalForm: some(legalFormName),
  protected: z.boolean(),
  /** Settings of this policy by name, and the values under which the rule holds. */
  given: z.record(z.string(), some(z.union([z.string(), z.number(), z.boolean()]))),
};
export type Fields = { [K in keyof typeof fields]?: z.output<(typeof fields)[K]> };
export type Condition = Fields & { any?: Condition[]; not?: Condition };

const optional = Object.fromEntries(
  Object.entries(fields).map(([name, schema]) => [name, schema.optional()]),
) as { [K in keyof typeof fields]: z.ZodOptional<(typeof fields)[K]> };

export const condition: z.ZodType<Condition> = z.lazy(() =>
  z.strictObject({ ...optional, any: z.array(condition).min(1).optional(), not: condition.optional() }),
);
