import { days, type CampaignId } from '@app/kernel';
import { policyFile } from '@app/testing';
import { direct, spring, walking } from './scenes';

const walk = walking(policyFile('conectoo'));
const summer = 'summer' as CampaignId;
/** Two persons, as one may err. */
const clear = (w: ReturnType<typeof walk>) => {
  w.decides({ decision: 'reinstate' });
  return w.decides({ decision: 'approve', measureId: w.measure('reinstate').measureId }, 'bob');
};
const reviews = (w: ReturnType<typeof walk>) =>
  w.state.tasks.filter(({ task }) => task === 'review-complaints').map(({ about }) => about);

describe('Conectoo', () => {
  it('CO-26: has every complaint looked at, by campaign, and nobody else hears of it', () => {
    const w = walk();
    w.complains({ campaignId: spring });
    w.complains({ campaignId: spring });
    w.complains({ campaignId: summer, trust: 'C', may: ['forward'] });
    expect(reviews(w)).toEqual(['spring', 'summer']);
    expect([w.notices(), w.measures]).toEqual([[], []]);

    w.decides({ decision: 'finish-task', task: 'review-complaints', about: 'spring' });
    expect(reviews(w)).toEqual(['summer']);
    w.complains({ campaignId: spring });
    expect(reviews(w)).toEqual(['summer', 'spring']);
  });

  it('CO-26: looks at those too that come while the account is blocked', () => {
    const w = walk();
    w.complains({ campaignId: spring });
    w.decides({ decision: 'confirm-unwanted' });
    w.complains({ campaignId: summer });
    expect(reviews(w)).toContain('summer');
    expect(w.measures).toEqual(['suspend taken']);
  });

  it('CO-53: puts an account under review once somebody writes themselves', () => {
    const w = walk();
    w.complains(direct);
    expect(w.measures).toEqual(['under-review taken']);
    expect(w.notices()).toEqual([]); // the review is ours
  });

  it('CO-28: opens a review on a rate above 0.1 %, which by itself blocks nobody', () => {
    const w = walk();
    w.signals({
      kind: 'rate-breached',
      window: '30d',
      grade: 'actionable',
      complaints: 300,
      delivered: 100_000,
    });
    w.passes(days(30));
    expect(w.measures).toEqual(['under-review taken']);
    expect(w.measure('under-review').why).toMatchObject({ ground: 'complaint-rate', cites: ['CO-28'] });
  });

  it('CO-30: opens a review on a high number of complaints, whatever the rate, once for as long as it lasts', () => {
    const w = walk();
    w.signals({ kind: 'count-breached', complaints: 51, most: 50 });
    expect(w.measure('under-review').why).toEqual({
      rule: 'high-number',
      cites: ['CO-30'],
      ground: 'complaint-count',
      inputs: { complaints30d: 51, most: 50 },
    });
    expect(w.signals({ kind: 'count-breached', complaints: 60, most: 50 })).toEqual([]);
    expect(w.signals({ kind: 'count-recovered' })).toEqual(['SignalOver']);
    expect(w.signals({ kind: 'count-breached', complaints: 52, most: 50 })).toEqual(['SignalNoted']);
    expect(w.measures).toEqual(['under-review taken']);
  });

  it('CO-23: opens a review when what the account sends with is found on a blocklist', () => {
    const w = walk();
    const listed = { kind: 'blocklisted' as const, list: 'zen', subject: '192.0.2.7' };
    w.signals(listed);
    expect(w.measure('under-review').why.inputs).toMatchObject({ list: 'zen', subject: '192.0.2.7' });
    expect(w.signals({ ...listed, kind: 'delisted', subject: '192.0.2.8' })).toEqual([]);
    expect(w.signals({ ...listed, kind: 'delisted' })).toEqual(['SignalOver']);
    expect(w.measures).toEqual(['under-review taken']); // a person ends it
  });

  it('CO-18: opens a review on what a person reads in the message', () => {
    const w = walk();
    w.complains();
    w.decides({ decision: 'flag-content', categories: ['erotic', 'erotic', 'no-imprint'] });
    expect(w.all('ContentFlagged')[0]!.categories).toEqual(['erotic', 'no-imprint']);
    expect(w.measure('under-review').why).toMatchObject({
      ground: 'content',
      inputs: { category: ['erotic', 'no-imprint'] },
    });
    expect(w.refuses({ decision: 'flag-content', categories: [] })).toBe('no-category');
  });

  it('CO-24, CO-43: blocks at once, and without a refund, who a person finds to mail without permission', () => {
    const w = walk();
    w.complains(direct);
    w.decides({ decision: 'confirm-unwanted' });
    expect(w.measures).toEqual(['under-review taken', 'suspend taken']);
    expect(w.measure('suspend')).toMatchObject({ scope: null, why: { cites: ['CO-24', 'CO-43'] } });
    expect(w.notices().at(-1)).toMatchObject({ kind: 'suspension', facts: { refund: false } });
    w.passes(days(365));
    expect(w.measures).toEqual(['under-review taken', 'suspend taken']); // staff alone lift it
  });

  it('has a person look at each account under review, until one has suspended it or let it go', () => {
    const waits = (w: ReturnType<typeof walk>) =>
      w.state.tasks.filter(({ task }) => task === 'review-account');
    const blocked = walk();
    blocked.complains(direct);
    expect(waits(blocked)).toMatchObject([{ about: blocked.measure('under-review').measureId }]);
    blocked.decides({ decision: 'confirm-unwanted' });
    expect(waits(blocked)).toEqual([]);

    const annulled = walk();
    annulled.complains(direct);
    annulled.decides({ decision: 'annul', measureId: annulled.measure('under-review').measureId });
    annulled.decides({ decision: 'approve', measureId: annulled.measure('annul').measureId }, 'bob');
    expect(waits(annulled)).toEqual([]);

    const cleared = walk();
    cleared.complains(direct);
    clear(cleared);
    expect(waits(cleared)).toEqual([]);
  });

  it('lets an account go on from under review, of which it never heard, with a new baseline', () => {
    const w = walk();
    w.complains(direct);
    const events = clear(w);
    expect(events).toContain('ReinstatementDecided');
    expect(events).toContain('CaseResolved');
    expect(w.notices()).toEqual([]);
  });

  it.each(['24h', '7d'] as const)('reviews no account for a breach of %s that may be chance', (window) => {
    const w = walk();
    w.complains();
    w.signals({ kind: 'rate-breached', window, grade: 'breached', complaints: 3, delivered: 1_000 });
    expect(w.measures).toEqual([]);
  });

  it('blocks nobody for whatever complaints there are, without a person’s word', () => {
    const w = walk();
    for (let n = 0; n < 40; n++) w.complains({ ...direct, campaignId: spring });
    w.signals({
      kind: 'rate-breached',
      window: '30d',
      grade: 'actionable',
      complaints: 300,
      delivered: 100_000,
    });
    w.passes(days(90));
    expect(w.measures).toEqual(['under-review taken']);
  });
});
