import fc from 'fast-check';
import { accountId, Instant, recipientKey, type Instant as At } from '@app/kernel';
import { decides, retriedAtWill } from '@app/testing';
import { consentDecider, streamOfConsent } from './archive';
import type { RecordConsent } from './commands';
import { consentEvents, type ConsentEvent } from './events';
import { consentSource } from './shapes';

const of = {
  accountId: accountId.parse('shop'),
  recipientKey: recipientKey.parse('0123456789abcdef0123456789abcdef'),
  at: Instant('2026-03-03T09:00:00.000Z'),
};
const gone = { erased: true } as const;
const from = { ip: gone, userAgent: gone };
const signedUpAt = Instant('2026-01-05T10:00:00.000Z');
const confirmedAt = Instant('2026-01-05T10:07:00.000Z');
const withdrawnAt = Instant('2026-02-01T08:00:00.000Z');
const signUp = {
  ...from,
  signedUpAt,
  source: 'own-opt-in' as const,
  listId: 'news',
  address: gone,
  url: gone,
  wordingId: 'w-3',
};
const confirmation = { ...from, confirmedAt, listId: 'news' };
const withdrawal = { ...from, withdrawnAt, listId: 'news', via: 'link' };
const tell = (told: Partial<RecordConsent>): RecordConsent => ({ type: 'RecordConsent', ...of, ...told });
const recorded: ConsentEvent = { type: 'ConsentRecorded', data: { ...of, ...signUp } };
const confirmed: ConsentEvent = { type: 'ConsentConfirmed', data: { ...of, ...confirmation } };
const withdrawn: ConsentEvent = { type: 'ConsentWithdrawn', data: { ...of, ...withdrawal } };

const given = decides(consentDecider, consentEvents);

describe('the archive of consent', () => {
  it('AI-13: keeps sign-up and confirmation with their times, addresses and browsers', () =>
    given().when(tell({ signUp, confirmation })).then(recorded, confirmed));

  it('AI-14: keeps the sign-off beside the sign-up', () =>
    given(recorded, confirmed).when(tell({ withdrawal })).then(withdrawn));

  it('takes what comes late, in any order', () => {
    given(withdrawn).when(tell({ confirmation })).then(confirmed);
    given(withdrawn, confirmed).when(tell({ signUp })).then(recorded);
  });

  it('takes only what is new of what is told again', () =>
    given(recorded).when(tell({ signUp, confirmation, withdrawal })).then(confirmed, withdrawn));

  it('keeps what was told first when the same sign-up is told with another page', () =>
    given(recorded)
      .when(tell({ signUp: { ...signUp, wordingId: 'w-9', url: null } }))
      .then());

  it.each([
    ['later', { signedUpAt: withdrawnAt }],
    ['to another list', { listId: 'offers' }],
    ['by another way', { source: 'paper' as const }],
  ])('takes a sign-up %s for another one', (_, other) =>
    given(recorded)
      .when(tell({ signUp: { ...signUp, ...other } }))
      .then({ type: 'ConsentRecorded', data: { ...of, ...signUp, ...other } }),
  );

  it('refuses the 501st sign-up of one address, and says what is wrong', () => {
    const many = Array.from({ length: 500 }, (_, n): ConsentEvent => ({
      type: 'ConsentRecorded',
      data: { ...of, ...signUp, signedUpAt: (signedUpAt + n) as At },
    }));
    given(...many)
      .when(tell({ signUp: { ...signUp, listId: 'one-more' } }))
      .thenRejected({
        rejected: 'too-many-consents',
        because: expect.stringContaining('of this address with shop there are 500 sign-ups') as string,
      });
  });

  it('keeps the accounts of one address apart', () => {
    const dotted = { ...of, accountId: accountId.parse('shop.1') };
    expect(streamOfConsent(dotted)).not.toBe(streamOfConsent(of));
  });

  const time = fc.integer({ min: 0, max: 5 }).map((n) => (signedUpAt + n) as At);
  const list = fc.constantFrom(null, 'news', 'offers');
  const commands = fc.record(
    {
      type: fc.constant('RecordConsent' as const),
      accountId: fc.constant(of.accountId),
      recipientKey: fc.constant(of.recipientKey),
      at: fc.constant(of.at),
      signUp: fc
        .record({ signedUpAt: time, source: fc.constantFrom(...consentSource.options), listId: list })
        .map((one) => ({ ...signUp, ...one })),
      confirmation: fc
        .record({ confirmedAt: time, listId: list })
        .map((one) => ({ ...confirmation, ...one })),
      withdrawal: fc.record({ withdrawnAt: time, listId: list }).map((one) => ({ ...withdrawal, ...one })),
    },
    { requiredKeys: ['type', 'accountId', 'recipientKey', 'at'] },
  );

  it('may be told anything again at will', () =>
    retriedAtWill({ catalogue: consentEvents, decider: consentDecider }, commands));
});
