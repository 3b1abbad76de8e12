import { getDomain } from 'tldts';
import { domainOf, type Examination, type ReportedMessage } from '@app/examination';
import type { Identity } from '@app/privacy';
import type { SearchIndex } from '@app/reports';

/** Bounds of the event: what comes first here is kept first. */
const MOST_TERMS = 100;
const MOST_PEOPLE = 60;
/** 48 bits: no two of ten million terms are likely to be equal by chance, and they stand in every report. */
const LENGTH = 12;
const MOST_WORDS = 12;
const LONGEST = 998; // RFC 5322 section 2.1.1

type Hashes = Pick<Identity, 'termKeyOf' | 'recipientKeyOf'>;
type Examined = Pick<Examination, 'report' | 'channel'>;

/** By what staff find a report again. Keyed hashes only: the texts themselves stay sealed. */
export const searchIndexOf = ({ report, channel }: Examined, identity: Hashes): SearchIndex | undefined => {
  const messages = [report, ...report.further];
  // What a feedback loop sends is written by a machine: of every report of it the same author, and almost the same subject.
  const byPerson = channel !== 'feedback-loop';
  const { header } = report;
  const subjects = [
    ...messages.map(({ fields }) => fields.originalSubject),
    ...(byPerson ? [header.subject, report.unwrappedSubject] : []),
  ].flatMap((subject) => subject ?? []);
  const terms = [
    ...[header.messageId, ...messages.flatMap(messageIdsOf)].flatMap((id) =>
      messageIdTerm(id ?? '', identity),
    ),
    ...messages.flatMap(({ fields }) => addressTerm(fields.sourceIp ?? '', identity)),
    ...subjects.flatMap((subject) => subjectTerm(subject, identity)),
    ...messages
      .flatMap(domainsOf)
      .flatMap(withThoseAbove)
      .map((domain) => domainTerm(domain, identity)),
    ...subjects.flatMap((subject) => wordTerms(subject, identity)),
  ];
  const people = [
    ...messages.flatMap(({ recipients }) =>
      recipients.flatMap((one) => (one.placeholder ? [] : [one.address])),
    ),
    ...(byPerson ? header.from : []),
  ].map((address) => identity.recipientKeyOf(address));
  const found = {
    terms: [...new Set(terms)].slice(0, MOST_TERMS),
    people: [...new Set(people)].slice(0, MOST_PEOPLE),
  };
  return found.terms.length + found.people.length === 0 ? undefined : found;
};

const messageIdsOf = ({ fields, original }: ReportedMessage): (string | undefined)[] => [
  fields.originalMessageId,
  original?.messageId,
  ...(original?.innerMessageIds ?? []),
];

const domainsOf = ({ fields, original }: ReportedMessage): string[] =>
  [
    fields.dkimDomain,
    ...(original?.signatures ?? []).map(({ domain }) => domain),
    ...[fields.originalFrom, fields.originalMailFrom].map((address) =>
      address?.includes('@') ? domainOf(address) : undefined,
    ),
    ...(fields.reportedDomain ?? []),
    ...(fields.reportedUri ?? []).map((uri) => (URL.canParse(uri) ? new URL(uri).hostname : undefined)),
  ].flatMap((domain) => (domain === undefined || domain === '' ? [] : [domain.toLowerCase()]));

/** Up to what somebody holds: who looks for shop.example means news.shop.example too. */
const withThoseAbove = (domain: string): string[] => {
  const held = getDomain(domain);
  if (held === null) return [domain];
  const below = domain.slice(0, -held.length).split('.').filter(Boolean).slice(-5);
  return [held, ...below.map((_, n) => `${below.slice(n).join('.')}.${held}`)];
};

const term = ({ termKeyOf }: Hashes, kind: string, text: string): string =>
  termKeyOf(`search ${kind}`, text).slice(0, LENGTH);

/** Without its brackets; its case counts. */
export const messageIdTerm = (id: string, identity: Hashes): string[] => {
  const bare = id.trim().replace(/^<([^>]*)>$/, '$1');
  return bare === '' ? [] : [term(identity, 'message-id', bare.slice(0, LONGEST))];
};

/** In canonical form, as examination writes it. */
export const addressTerm = (ip: string, identity: Hashes): string[] =>
  ip === '' ? [] : [term(identity, 'ip', ip)];

/** As A-labels, in lower case. */
export const domainTerm = (domain: string, identity: Hashes): string => term(identity, 'domain', domain);

/** Of the whole subject, whatever was put before it when it was answered or forwarded. */
export const subjectTerm = (subject: string, identity: Hashes): string[] => {
  const plain = plainSubject(subject);
  return plain === '' ? [] : [term(identity, 'subject', plain)];
};

/** Of its first words of three letters and more. */
export const wordTerms = (subject: string, identity: Hashes): string[] =>
  [...new Set(plainSubject(subject).match(/[\p{L}\p{M}\p{N}]{3,}/gu) ?? [])]
    .slice(0, MOST_WORDS)
    .map((word) => term(identity, 'word', word));

const PUT_BEFORE = /^(?:re|fwd?|aw|wg|antw|doorst|r[ée]f|ad)\s?:\s?/;

const plainSubject = (subject: string): string => {
  let plain = subject.slice(0, LONGEST).normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  while (PUT_BEFORE.test(plain)) plain = plain.replace(PUT_BEFORE, '');
  return plain;
};
