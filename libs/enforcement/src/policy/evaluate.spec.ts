import { days, hours, Instant, minus, plus, type AccountId, type CampaignId } from '@app/kernel';
import type { ComplaintFacts } from '../case/shapes';
import { evaluate } from './evaluate';
import { parsePolicy } from './parse';
import type { Situation } from './situation';

const at = Instant('2026-03-03T09:00:00.000Z');
const policyOf = (when: unknown, mode = 'auto') => ({
  ...parsePolicy({
    id: 'p',
    title: 'p',
    source: 'p',
    settings: { grace: { value: '1h', allowed: 'duration', says: 's', cites: [] } },
    orders: { confirmWithin: '15m' },
    breaker: { perHour: 1 },
    reversal: { fourEyes: false },
    evidence: { within: '1h', questions: [], cites: [] },
    rules: [
      {
        id: 'r',
        cites: ['SP-01'],
        on: ['complaint'],
        when,
        then: [{ measure: 'hold', ground: 'other', mode }],
      },
    ],
  }),
});
const complaint: ComplaintFacts = {
  complaintId: 'c1',
  accountId: 'a' as AccountId,
  campaignId: 'spring' as CampaignId,
  deliveryId: null,
  provider: null,
  channels: ['direct'],
  trust: 'C',
  source: null,
  feedbackTypes: ['abuse'],
  corroborated: true,
  confidence: 0.95,
  reporter: 'jan',
  discreet: false,
  sent: { at, estimated: false },
  receivedAt: plus(at, days(2)),
  violations: ['sent-after-optout'],
  may: ['forward', 'propose'],
};
const counted = (n: number, campaignId: string | null, reporter: string) => ({
  complaintId: `x${n}`,
  campaignId,
  reporter,
  sentAt: at,
});
const situation: Situation = {
  on: 'complaint',
  complaint,
  breach: { window: '30d', grade: 'breached' },
  count: null,
  listing: { list: 'dbl', subject: 'shop.example' },
  categories: ['no-imprint', 'erotic'],
  stage: 'open',
  standing: 'good',
  legalForm: 'natural-person',
  protected: false,
  warning: { at: minus(at, hours(3)), sentAt: minus(at, hours(2)), failed: false },
  complaints: [counted(1, 'spring', 'jan'), counted(2, 'spring', 'piet'), counted(3, null, 'kees')],
  campaignRecipients: 500,
  rates: { '7d': 'actionable', '30d': null },
};

type Case = [string, object, object];
const cases: Case[] = [
  ['channel', { channel: ['direct'] }, { channel: ['trap', 'regulator'] }],
  ['trust', { trust: ['B', 'C'] }, { trust: ['A'] }],
  ['feedbackType', { feedbackType: ['abuse'] }, { feedbackType: ['fraud'] }],
  ['may', { may: 'forward' }, { may: 'enforce' }],
  ['corroborated', { corroborated: true }, { corroborated: false }],
  ['confidence', { confidence: { atLeast: 0.9 } }, { confidence: { atLeast: 0.99 } }],
  ['violation', { violation: ['sent-after-optout'] }, { violation: ['other'] }],
  ['category', { category: ['erotic'] }, { category: ['malware'] }],
  ['list', { list: ['dbl'] }, { list: ['zen'] }],
  ['sentAfterWarning', { sentAfterWarning: '1h' }, { sentAfterWarning: '2h' }],
  ['receivedAfterWarning', { receivedAfterWarning: true }, { receivedAfterWarning: false }],
  ['stage', { stage: ['open'] }, { stage: ['suspended'] }],
  ['standing', { standing: ['good'] }, { standing: ['closed'] }],
  ['warned', { warned: true }, { warned: false }],
  ['warningDelivered', { warningDelivered: true }, { warningDelivered: false }],
  [
    'newSinceWarning',
    { newSinceWarning: { atLeast: 4, grace: '1h' } },
    { newSinceWarning: { atLeast: 5, grace: '1h' } },
  ],
  ['complaints', { complaints: { atLeast: 4 } }, { complaints: { atLeast: 5 } }],
  [
    'independentComplainants',
    { independentComplainants: { atLeast: 3 } },
    { independentComplainants: { atLeast: 4 } },
  ],
  ['campaignComplaints', { campaignComplaints: { atLeast: 3 } }, { campaignComplaints: { atLeast: 4 } }],
  [
    'campaignComplainants',
    { campaignComplainants: { atLeast: 2 } },
    { campaignComplainants: { atLeast: 3 } },
  ],
  ['campaignRecipients', { campaignRecipients: { atLeast: 500 } }, { campaignRecipients: { atLeast: 501 } }],
  ['window', { window: ['30d'] }, { window: ['24h'] }],
  ['grade', { grade: ['breached'] }, { grade: ['actionable'] }],
  [
    'rate',
    { rate: { window: '7d', grade: ['actionable'] } },
    { rate: { window: '30d', grade: ['breached'] } },
  ],
  ['legalForm', { legalForm: ['natural-person'] }, { legalForm: ['legal-person'] }],
  ['protected', { protected: false }, { protected: true }],
  ['given', { given: { grace: ['1h'] } }, { given: { grace: ['2h'] } }],
  ['any', { any: [{ trust: ['A'] }, { trust: ['C'] }] }, { any: [{ trust: ['A'] }, { trust: ['B'] }] }],
  ['not', { not: { trust: ['A'] } }, { not: { trust: ['C'] } }],
];
/** The complaint itself counts among those of the case. */
const whole: Situation = {
  ...situation,
  complaints: [...situation.complaints, counted(4, 'spring', 'jan')],
};

describe('a rule', () => {
  it.each(cases)('looks at %s', (_, holds, fails) => {
    expect(evaluate(policyOf(holds) as never, whole)).toHaveLength(1);
    expect(evaluate(policyOf(fails) as never, whole)).toHaveLength(0);
  });

  it('says what it looked at', () => {
    const [asked] = evaluate(
      policyOf({
        trust: ['C'],
        independentComplainants: { atLeast: 2 },
        sentAfterWarning: { setting: 'grace' },
      }),
      situation,
    );
    expect(asked).toMatchObject({
      rule: { id: 'r', cites: ['SP-01'] },
      inputs: {
        trust: 'C',
        independentComplainants: 3,
        sentAt: '2026-03-03T09:00:00.000Z',
        warningSentAt: '2026-03-03T07:00:00.000Z',
        grace: hours(1),
      },
    });
  });

  it('holds when all of its conditions do', () =>
    expect(evaluate(policyOf({ trust: ['C'], channel: ['trap'] }), situation)).toEqual([]));

  it('is asked only on its occasions', () =>
    expect(evaluate(policyOf({}), { ...situation, on: 'rate-breached' })).toEqual([]));

  it('that is off asks for nothing', () => expect(evaluate(policyOf({}, 'off'), situation)).toEqual([]));

  const inputsOf = (least: number, of: Situation) =>
    evaluate(policyOf({ campaignRecipients: { atLeast: least } }), of).map(({ inputs }) => inputs);

  it('is not refuted by a number nobody knows, and says that it is uncertain, and what was assumed', () => {
    const unknown = { ...situation, campaignRecipients: null };
    expect(evaluate(policyOf({ campaignRecipients: { atLeast: 2 } }), unknown)).toMatchObject([
      { uncertain: true },
    ]);
    expect(evaluate(policyOf({ campaignRecipients: { atLeast: 2 } }), situation)).toMatchObject([
      { uncertain: false },
    ]);
    expect(inputsOf(2, unknown)).toEqual([
      { campaignRecipients: null, takenAsBulk: 'nobody told how many it went to' },
    ]);
    expect(inputsOf(2, situation)).toEqual([{ campaignRecipients: 500 }]);
  });

  it('is not refuted by a small number about mail of the last two days, and says that it is uncertain', () => {
    const many = policyOf({ campaignRecipients: { atLeast: 501 } });
    expect(evaluate(many, situation)).toEqual([]);
    const early = { ...situation, complaint: { ...complaint, receivedAt: plus(at, hours(47)) } };
    expect(evaluate(many, early)).toMatchObject([{ uncertain: true }]);
    expect(inputsOf(501, early)).toEqual([
      { campaignRecipients: 500, takenAsBulk: 'how many it went to is still being told' },
    ]);
    expect(inputsOf(500, early)).toEqual([{ campaignRecipients: 500 }]);
    expect(evaluate(policyOf({ campaignRecipients: { atLeast: 500 } }), early)).toMatchObject([
      { uncertain: false },
    ]);
  });

  it('takes a warning that came back for given when it was decided, and one on its way for none yet', () => {
    const sinceWarning = policyOf({ sentAfterWarning: '1h' });
    const warning = { ...situation.warning!, sentAt: null };
    expect(evaluate(sinceWarning, { ...situation, warning })).toEqual([]);
    expect(evaluate(sinceWarning, { ...situation, warning: { ...warning, failed: true } })).toHaveLength(1);
  });

  it('about a complaint does not hold where there is none', () =>
    expect(evaluate(policyOf({ may: 'forward' }), { ...situation, complaint: null })).toEqual([]));
});
