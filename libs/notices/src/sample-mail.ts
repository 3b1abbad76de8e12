import { hours, Instant, plus } from '@app/kernel';
import type { OutgoingMail, SigningKeys } from './mailer';
import type { CampaignFacts, Notice, Statement } from './notice';

// For the specs.

export const NOW = Instant('2026-03-02T09:05:30.000Z');

export const keys = (currentId = '1', held = ['1', '2']): SigningKeys => ({
  currentId,
  key: (id) => (held.includes(id) ? Buffer.alloc(32, `key ${id}`) : undefined),
});

export const spotler = {
  name: 'Spotler',
  from: 'abuse@spotler.example',
  replyDomain: 'answers.spotler.example',
  timeZone: 'Europe/Amsterdam',
};

export const aMail = (mail: Partial<OutgoingMail> = {}): OutgoingMail => ({
  id: '2f5e9a51-0d8d-5e5f-9a11-7f1c2c1e2f0b',
  brand: spotler,
  to: { address: 'owner@acme.example', name: 'Acme B.V.' },
  date: NOW,
  returnPath: 'verp',
  subject: 'Your answer is needed [case acme.1]',
  text: 'Dear customer,\n',
  html: '<p>Dear customer,</p>\n',
  ...mail,
});

export const campaigns: readonly CampaignFacts[] = [
  {
    campaignId: 'spring-sale',
    complaints: 3,
    first: Instant('2026-03-02T08:00:00.000Z'),
    last: NOW,
    providers: [{ provider: 'yahoo', complaints: 2 }, { complaints: 1 }],
  },
];

export const statement: Statement = {
  measure: 'suspension',
  since: NOW,
  scope: 'bulk',
  ground: 'unanswered',
  remarks: 'The list was bought.',
  campaigns,
  policy: { name: 'Anti-spambeleid', version: 'a'.repeat(64) },
  clauses: [{ id: 'SP-82', text: 'Wij kunnen het account opschorten.' }],
  automated: { detection: true, decision: false },
};

/** One of each kind. */
export const notices: readonly Notice[] = [
  { caseId: 'acme.1', kind: 'warning', next: 'closure', campaigns },
  { caseId: 'acme.1', kind: 'forward', campaigns },
  { caseId: 'acme.1', kind: 'demand', due: { within: hours(24) }, campaigns },
  { caseId: 'acme.1', kind: 'reminder', due: { at: plus(NOW, hours(6)) }, missing: ['solution'], campaigns },
  {
    caseId: 'acme.1',
    kind: 'rejection',
    due: { at: plus(NOW, hours(2)) },
    reason: 'Which list?\nSince when?',
  },
  { caseId: 'acme.1', kind: 'hold', statement: { ...statement, measure: 'hold' } },
  { caseId: 'acme.1', kind: 'stop-order', due: { within: hours(2) }, delivery: 'hold', statement },
  { caseId: 'acme.1', kind: 'suspension', statement },
  {
    caseId: 'acme.1',
    kind: 'closure',
    statement: { ...statement, measure: 'closure' },
    refund: false,
    damageClaim: true,
  },
  { caseId: 'acme.1', kind: 'reinstatement', baseline: NOW, annulled: true, remarks: 'Our mistake.' },
  { caseId: 'acme.1', kind: 'appeal-decision', reason: 'The list was bought.' },
  {
    caseId: 'acme.1',
    kind: 'evidence-request',
    due: { within: hours(24) },
    contacts: ['contact-7'],
    questions: ['When did they sign up?'],
  },
  {
    caseId: 'acme.1',
    kind: 'acknowledgement',
    receivedAt: NOW,
    missing: ['solution'],
    due: { at: plus(NOW, hours(6)) },
  },
];
