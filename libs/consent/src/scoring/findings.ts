import { z } from 'zod';
import type { Instant } from '@app/kernel';
import type { Questionnaire } from '../evidence/questionnaire';
import { kindOfAddress } from './public-address';
import { wordingFlags } from './wording';

/** contradiction: it cannot have been so. doubt: a person should look. hint: worth knowing. advice: for the customer, and
 *  no breach of anything. */
export const severity = z.enum(['contradiction', 'doubt', 'hint', 'advice']);
export type Severity = z.output<typeof severity>;

/** One thing that does not fit. The sentence is for staff, and holds nothing that the customer wrote. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly sentence: string;
}

/** What the desk knows beside the answers. */
export interface ScoringFacts {
  readonly receivedAt: Instant;
  /** Of the reported mail; null: not known, or the answers are about more than one. */
  readonly sentAt: Instant | null;
  /** Of the first mail to that recipient, as far as the desk knows of it. */
  readonly firstSentAt: Instant | null;
  /** Of the customer, as they were registered. */
  readonly domains: readonly string[];
}

export const STALE_AFTER_MONTHS = 18;

/** What does not fit in the answers. Says nothing of what was not answered: that is completeness. */
export const findingsOf = (given: Questionnaire, facts: ScoringFacts): Finding[] => {
  const found: Finding[] = [];
  const add = (severity: Severity, code: string, sentence: string) => {
    found.push({ code, severity, sentence });
  };
  const { collectedAt, lastContactAt } = given;
  const confirmedAt = 'confirmedAt' in given ? given.confirmedAt : undefined;
  const { sentAt, receivedAt } = facts;
  const firstSentAt = earliest(given.firstSentAt, facts.firstSentAt);

  if (after(collectedAt, receivedAt) || after(confirmedAt, receivedAt))
    add(
      'contradiction',
      'in-the-future',
      'The address was collected or confirmed after this answer was received.',
    );
  if (after(collectedAt, confirmedAt))
    add(
      'contradiction',
      'confirmed-before-sign-up',
      'The confirmation lies before the sign-up that it confirms.',
    );
  if (after(collectedAt, sentAt))
    add(
      'contradiction',
      'collected-after-mail',
      'The address was collected after the reported mail had been sent.',
    );
  if (after(confirmedAt, firstSentAt))
    add(
      'doubt',
      'confirmed-after-first-send',
      'The address had been mailed before its sign-up was confirmed.',
    );
  if (after(collectedAt, firstSentAt))
    add(
      'contradiction',
      'collected-after-first-send',
      'The address had been mailed before it was collected.',
    );

  const contact = after(lastContactAt, sentAt) ? collectedAt : (lastContactAt ?? collectedAt);
  if (contact !== undefined && sentAt !== null && monthsLater(contact, STALE_AFTER_MONTHS) < sentAt)
    add(
      'advice',
      'stale-address',
      `The last contact before the reported mail lies more than ${STALE_AFTER_MONTHS} months before it: the address may have changed hands.`,
    );

  if ('ip' in given && given.ip !== undefined) {
    const kind = kindOfAddress(given.ip);
    if (kind !== 'public')
      add('doubt', 'ip-not-public', `The IP address is ${kind}: nobody signs up from it over the internet.`);
  }
  if (
    'url' in given &&
    given.url !== undefined &&
    facts.domains.length > 0 &&
    !isOn(given.url, facts.domains)
  )
    add(
      'hint',
      'url-elsewhere',
      'The page of the sign-up is on none of the domains registered for the account.',
    );
  if ('couldConsent' in given && given.couldConsent === false)
    add('doubt', 'no-active-consent', 'The recipient could not give consent by anything they did.');
  if ('couldObject' in given && given.couldObject === false)
    add('doubt', 'no-chance-to-object', 'The recipient could not object when the address was given.');
  for (const { flag, sentence } of wordingFlags(textsOf(given))) add('doubt', `wording-${flag}`, sentence);
  return found;
};

const after = (a: Instant | null | undefined, b: Instant | null | undefined): boolean =>
  a !== null && a !== undefined && b !== null && b !== undefined && a > b;
const earliest = (a: Instant | undefined, b: Instant | null): Instant | null =>
  a === undefined ? b : b === null || a < b ? a : b;

/** The same day and time so many months later, UTC; the last of the month where there is no such day. */
const monthsLater = (at: Instant, months: number): Instant => {
  const from = new Date(at);
  const to = new Date(at);
  to.setUTCDate(1);
  to.setUTCMonth(from.getUTCMonth() + months);
  const last = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate();
  to.setUTCDate(Math.min(from.getUTCDate(), last));
  return to.getTime() as Instant;
};

/** A domain or one below it. */
const isOn = (url: string, domains: readonly string[]): boolean => {
  const host = new URL(url).hostname.toLowerCase().replace(/\.$/, '');
  return domains.map((one) => one.toLowerCase()).some((one) => host === one || host.endsWith(`.${one}`));
};

/** What was written in words, each for itself. */
const textsOf = (given: Questionnaire): string[] =>
  (['how', 'further', 'statementText', 'relation', 'informedHow', 'occasion', 'party'] as const).flatMap(
    (name) => {
      const text = (given as Partial<Record<typeof name, string>>)[name];
      return text === undefined ? [] : [text];
    },
  );
