import { createHash, createHmac } from 'node:crypto';
import {
  accountId as asAccount,
  campaignId as asCampaign,
  Instant,
  recipientKey as asRecipient,
} from '@app/kernel';
import { knownRecipients, type TraceEvidence } from './evidence';
import type { LoggedDelivery } from './send-log/rows';
import type { TraceLookups } from './strategies/strategy';
import { mintToken, verifyToken, type TokenClaims, type TokenKeys } from './token/token';
import { trace } from './trace';

const accountId = asAccount.parse('A-1');
const another = asAccount.parse('A-2');
const campaignId = asCampaign.parse('spring');
const sentAt = Instant('2026-03-01T10:00:00.000Z');
const keyOf = (address: string) =>
  asRecipient.parse(createHash('sha256').update(address).digest('hex').slice(0, 32));
const ann = keyOf('ann@example.org');
const keys: TokenKeys = { currentId: 'k', key: (id) => (id === 'k' ? Buffer.alloc(32, 1) : undefined) };
const token = (claims: Partial<TokenClaims> = {}) =>
  mintToken(keys, { accountId, deliveryId: 'd-1', ...claims });

const evidence = (changed: Partial<TraceEvidence> = {}): TraceEvidence => ({
  tokenHeaders: [],
  messageIds: [],
  feedbackIds: [],
  recipients: [],
  ownDkim: [],
  ...changed,
});
const logged: LoggedDelivery = { deliveryId: 'd-1', accountId, campaignId, recipientKey: ann, sentAt };
const lookups = (rows: readonly LoggedDelivery[] = [], more: Partial<TraceLookups> = {}): TraceLookups => ({
  verifyToken: (value) => verifyToken(keys, value),
  byMessageId: (messageId, recipients) => {
    if (messageId !== 'm1@mail.example') return Promise.resolve([]);
    const mine = rows.filter((r) => recipients.includes(r.recipientKey));
    return Promise.resolve(mine.length > 0 ? mine : rows);
  },
  byDelivery: (id) => Promise.resolve(rows.find((r) => r.deliveryId === id)),
  recipientKeyOf: keyOf,
  deliveryKeyOf: (messageId, recipient) => `${messageId}/${recipient}`,
  isAccount: (id) => Promise.resolve(['A-1', 'A-2'].includes(id)),
  feedbackId: '{campaign}:{account}:{type}:{sender}',
  ...more,
});
const untraced = {
  outcome: 'untraced',
  accountId: null,
  campaignId: null,
  deliveryId: null,
  recipientKey: null,
  reportedRecipient: null,
  sentAt: null,
  confidence: 0,
  strategy: null,
  attempts: [],
  corroboration: [],
  violations: [],
  identity: {},
};

describe('tracing', () => {
  it('finds nothing where nothing is, and records no attempt', async () =>
    expect(await trace(evidence(), lookups())).toEqual(untraced));

  it('takes our signed token before all else, and records what the others said', async () =>
    expect(
      await trace(
        evidence({
          tokenHeaders: [token()],
          messageIds: ['<m1@mail.example>'],
          feedbackIds: ['spring:A-1:news:ourmail'],
          recipients: ['ann@example.org'],
        }),
        lookups([logged]),
      ),
    ).toEqual({
      outcome: 'traced',
      accountId,
      campaignId,
      deliveryId: 'd-1',
      recipientKey: ann,
      reportedRecipient: ann,
      sentAt,
      confidence: 1,
      strategy: 'token',
      attempts: [
        { strategy: 'token', accountId, confidence: 1 },
        { strategy: 'message-id', accountId, confidence: 0.99 },
        { strategy: 'feedback-id', accountId, confidence: 0.9 },
      ],
      corroboration: ['token', 'send-log'],
      violations: [],
      identity: { tokenDelivery: 'd-1', messageAndRecipient: `m1@mail.example/${ann}` },
    }));

  it('needs no recipient and no body when the token names the delivery (JMRP since 2026)', async () =>
    expect(
      await trace(evidence({ tokenHeaders: [token({ recipientKey: ann, sentAt })] }), lookups()),
    ).toMatchObject({
      outcome: 'traced',
      deliveryId: 'd-1',
      recipientKey: ann,
      sentAt,
      corroboration: ['token'],
    }));

  it('says why a token is none, and goes on', async () => {
    const forged = token().slice(0, -4) + 'AAAA';
    const traced = await trace(evidence({ tokenHeaders: [forged], feedbackIds: ['c:A-1:t:s'] }), lookups());
    expect(traced).toMatchObject({ strategy: 'feedback-id', accountId, corroboration: [] });
    expect(traced.attempts[0]).toEqual({ strategy: 'token', detail: 'bad-signature' });
  });

  describe('records with the token', () => {
    const attempted = async (value: string) =>
      (await trace(evidence({ tokenHeaders: [value] }), lookups())).attempts;
    /** As a platform mints one, which may put into it what we would not. */
    const minted = (m: string) => {
      const signed = `v1.k.${Buffer.from(JSON.stringify({ a: 'A-1', m })).toString('base64url')}`;
      const mac = createHmac('sha256', Buffer.alloc(32, 1)).update(`meldkamer trace token\n${signed}`);
      return `${signed}.${mac.digest('base64url')}`;
    };
    const hit = { strategy: 'token', accountId, confidence: 1 };

    it('by which id the platform knows the message', async () =>
      expect(await attempted(token({ messageId: 'm-77' }))).toEqual([{ ...hit, detail: 'message m-77' }]));
    it('as much of a long id as an event holds', async () =>
      expect(await attempted(token({ messageId: `${'x'.repeat(110)}${'😀'.repeat(9)}` }))).toEqual([
        { ...hit, detail: `message ${'x'.repeat(110)}…` },
      ]));
    it.each(['jan@example.org', 'm\u001b[31m', 'm\n1', 'm\u202e1'])(
      'no id that may be an address or does not print: %j',
      async (id) => expect(await attempted(minted(id))).toEqual([hit]),
    );
    it('nothing when it names none', async () => expect(await attempted(token())).toEqual([hit]));
  });

  it('of several tokens takes the innermost that is valid', async () =>
    expect(
      await trace(
        evidence({ tokenHeaders: [token({ accountId: another }), token({ deliveryId: 'd-7' }), 'rubbish'] }),
        lookups(),
      ),
    ).toMatchObject({ accountId, deliveryId: 'd-7' }));

  it('takes the innermost Message-ID: the outer ones are of those who passed it on', async () => {
    const messageIds = ['<report@provider.example>', 'm1@mail.example '];
    expect(await trace(evidence({ messageIds }), lookups([logged]))).toMatchObject({
      strategy: 'message-id',
      confidence: 0.99,
      accountId,
    });
  });

  it('counts a send-log hit as proof only with a recipient of that message', async () => {
    const hit = (recipients: string[]) =>
      trace(evidence({ messageIds: ['m1@mail.example'], recipients }), lookups([logged]));
    expect((await hit(['ann@example.org'])).corroboration).toEqual(['send-log']);
    expect((await hit(['bob@example.org'])).corroboration).toEqual([]);
    expect((await hit([])).corroboration).toEqual([]);
  });

  it('names the delivery of a redacted report when the message had but one', async () => {
    const redacted = evidence({ messageIds: ['m1@mail.example'], recipients: ['redacted@example.org'] });
    expect(await trace(redacted, lookups([logged]))).toMatchObject({ deliveryId: 'd-1', recipientKey: ann });
    const two = [logged, { ...logged, deliveryId: 'd-2', recipientKey: keyOf('bob@example.org') }];
    expect(await trace(redacted, lookups(two))).toMatchObject({
      accountId,
      deliveryId: null,
      recipientKey: null,
    });
  });

  it('knows a forwarded message by its token, whoever reports it', async () =>
    expect(
      await trace(
        evidence({ tokenHeaders: [token({ recipientKey: ann })], recipients: ['bob@example.org'] }),
        lookups(),
      ),
    ).toMatchObject({ recipientKey: ann, reportedRecipient: keyOf('bob@example.org') }));

  it('does not take the reporter of a forwarded copy for the delivery they had themselves', async () => {
    const bob = { ...logged, deliveryId: 'd-2', recipientKey: keyOf('bob@example.org') };
    const { identity } = await trace(
      evidence({
        tokenHeaders: [token()],
        messageIds: ['m1@mail.example'],
        recipients: ['bob@example.org'],
      }),
      lookups([logged, bob]),
    );
    expect(identity).toEqual({ tokenDelivery: 'd-1', messageAndRecipient: `m1@mail.example/${ann}` });
  });

  it('reads a Feedback-ID from the right, by the template of the settings', async () => {
    const by = (value: string, feedbackId: string) =>
      trace(evidence({ feedbackIds: [value] }), lookups([], { feedbackId }));
    expect(await by('spring:A-1:news:ourmail', '{campaign}:{account}:{type}:{sender}')).toMatchObject({
      accountId,
      campaignId,
      confidence: 0.9,
      corroboration: [],
    });
    expect(await by('A-2:ourmail', '{campaign}:{type}:{account}:{sender}')).toMatchObject({
      accountId: another,
    });
    expect(await by('spring:nobody:news:ourmail', '{campaign}:{account}:{type}:{sender}')).toMatchObject({
      outcome: 'untraced',
      attempts: [{ strategy: 'feedback-id', detail: 'no such account' }],
    });
  });

  it('trusts no Feedback-ID when there are two', async () =>
    expect((await trace(evidence({ feedbackIds: ['c:A-1:t:s', 'c:A-2:t:s'] }), lookups())).attempts).toEqual([
      { strategy: 'feedback-id', detail: 'more than one' },
    ]));

  it('leaves it to a person when two strategies point at different accounts', async () =>
    expect(
      await trace(
        evidence({
          tokenHeaders: [token()],
          feedbackIds: ['c:A-2:t:s'],
          recipients: ['ann@example.org'],
          messageIds: ['m9@mail.example'],
        }),
        lookups(),
      ),
    ).toMatchObject({
      ...untraced,
      outcome: 'conflict',
      recipientKey: ann,
      reportedRecipient: ann,
      attempts: [
        { strategy: 'token', accountId, confidence: 1 },
        { strategy: 'message-id', detail: 'not in the send log' },
        { strategy: 'feedback-id', accountId: another, confidence: 0.9 },
      ],
      identity: { messageAndRecipient: `m9@mail.example/${ann}` },
    }));

  it('has room for return paths of the platform', async () => {
    const verp = (path: string) =>
      Promise.resolve(path === 'b-1@v.example' ? { accountId, confidence: 0.98 } : null);
    const by = (returnPath: string) => trace(evidence({ returnPath }), lookups([], { verp }));
    expect(await by('b-1@v.example')).toMatchObject({ strategy: 'verp', accountId });
    expect((await by('else@v.example')).attempts).toEqual([
      { strategy: 'verp', detail: 'not a return path of ours' },
    ]);
  });

  it('records a weak hit and decides nothing on it', async () => {
    const verp = () => Promise.resolve({ accountId, confidence: 0.4 });
    expect(await trace(evidence({ returnPath: 'x@y' }), lookups([], { verp }))).toMatchObject({
      outcome: 'untraced',
      attempts: [{ strategy: 'verp', accountId, confidence: 0.4 }],
    });
  });

  it('notes that the recipient had opted out before', async () => {
    const violatedBy = (account: string, recipient: string, at: Instant) =>
      Promise.resolve(account === 'A-1' && recipient === ann && at === sentAt);
    expect(
      await trace(evidence({ tokenHeaders: [token()] }), lookups([logged], { violatedBy })),
    ).toMatchObject({ violations: ['sent-after-optout'] });
  });

  it('lets our own DKIM signature corroborate the message', async () =>
    expect((await trace(evidence({ ownDkim: 'platform' }), lookups())).corroboration).toEqual(['own-dkim']));
  it.each([
    ['the account that it is traced to', 'A-1', ['own-dkim']],
    ['another account, which proves nothing of this one', 'A-2', []],
  ])('a signature of %s', async (_, account, corroboration) => {
    const found = evidence({ feedbackIds: ['c:A-1:t:s'], ownDkim: [asAccount.parse(account)] });
    expect((await trace(found, lookups())).corroboration).toEqual(corroboration);
  });
});

describe('recipients as reported', () => {
  it.each([
    'redacted@example.org',
    '<Undisclosed Recipients>',
    'undisclosed-recipients:;',
    'this-local-part-does-not-exist@example.org',
    'xxxxxxxx@example.org',
    'cb4a01a48251d4765f489076aa81e2a4@comcast.net',
    'no address at all',
    '',
  ])('%s stands in the place of one and is none', (placeholder) =>
    expect(knownRecipients([placeholder, 'ann@example.org', '<ann@example.org>'])).toEqual([
      'ann@example.org',
    ]),
  );
});

describe('a copy that somebody passed on', () => {
  const copy = (reporter: string, changed: Partial<TraceEvidence> = {}) =>
    evidence({
      messageIds: ['<m1@mail.example>'],
      feedbackIds: ['spring:A-1:news:ourmail'],
      recipients: [reporter],
      ownDkim: [accountId],
      ...changed,
    });
  const signedTo = 'ann@example.org';
  const bob = keyOf('bob@example.org');
  const row = (recipientKey: LoggedDelivery['recipientKey'], deliveryId: string) => ({
    ...logged,
    recipientKey,
    deliveryId,
  });

  it('is of whom our signature names, whoever reports it', async () => {
    for (const reporter of ['eve@example.org', 'zoe@example.org'])
      expect(await trace(copy(reporter, { signedTo }), lookups())).toMatchObject({
        recipientKey: ann,
        reportedRecipient: keyOf(reporter),
        identity: { messageAndRecipient: `m1@mail.example/${ann}` },
      });
  });
  it('is of that delivery, where one Message-ID is many deliveries', async () =>
    expect(
      await trace(copy('eve@example.org', { signedTo }), lookups([row(bob, 'd-2'), row(ann, 'd-1')])),
    ).toMatchObject({ deliveryId: 'd-1', recipientKey: ann, corroboration: ['own-dkim'] }));
  it('is one with all others that reached people to whom we did not send it, when nobody knows of which', async () => {
    const rows = lookups([row(bob, 'd-2'), row(ann, 'd-1')]);
    const ids = await Promise.all(
      ['eve@example.org', 'zoe@example.org'].map(
        async (reporter) => (await trace(copy(reporter), rows)).identity,
      ),
    );
    expect(ids[0]).toEqual(ids[1]);
    expect((await trace(copy('bob@example.org'), rows)).identity).not.toEqual(ids[0]);
  });
  it('is the reporter’s own where the signature is another account’s, or the report names nobody', async () => {
    const eve = keyOf('eve@example.org');
    expect(await trace(copy('eve@example.org', { signedTo, ownDkim: [another] }), lookups())).toMatchObject({
      recipientKey: eve,
      identity: { messageAndRecipient: `m1@mail.example/${eve}` },
    });
    expect(
      (await trace(copy('eve@example.org', { signedTo, recipients: [] }), lookups())).recipientKey,
    ).toBeNull();
  });
});
