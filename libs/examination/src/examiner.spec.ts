import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { feedbackReport, original, personalComplaint, Signer, type Zone } from '@app/testing';
import { dkimSign } from 'mailauth/lib/dkim/sign';
import { zoneResolver, type Resolver } from './authentication/resolver';
import type { Travelled } from './authentication/authenticate';
import { Examiner, type Deferred, type Examination } from './examiner';
import { loadSources } from './sources/load';

const registry = loadSources(join(__dirname, '../../../config/sources'));
const AT = Date.parse('2026-03-03T09:00:00Z');
const now = () => new Date(AT);
const zone: Zone = {};
const yahoo = new Signer('arf.mail.yahoo.com', zone, now);
const shop = new Signer('shop.example', zone, now);
const people = new Signer('people.example', zone, now);
zone['senderscore.net'] = { TXT: ['v=spf1 ip4:192.0.2.20 -all'] };

const sent = {
  messageId: 'm1@shop.example',
  date: 'Tue, 3 Mar 2026 08:00:00 +0000',
  from: 'news@shop.example',
  to: 'jan@yahoo.example',
};
const fromYahoo = feedbackReport(
  sent,
  { from: 'feedback@arf.mail.yahoo.com', userAgent: 'Yahoo!-Mail-Feedback/2.0' },
  'r1',
);
const fromValidity = feedbackReport(
  sent,
  { from: 'feedbackloop@comcastfbl.senderscore.net', userAgent: 'ReturnPathFBL/2.0' },
  'r2',
);
const fromJan = personalComplaint(sent, 'jan@people.example', 'p1');
const travelled: Travelled = {
  mailFrom: 'bounce@elsewhere.example',
  clientIp: '192.0.2.99',
  helo: 'mta.elsewhere.example',
};

jest.setTimeout(120_000); // a thread is started, on machines that may be busy

describe('the examiner', () => {
  let trouble = false;
  const resolver: Resolver = (name, type) =>
    trouble
      ? Promise.reject(Object.assign(new Error('no answer'), { code: 'ESERVFAIL' }))
      : zoneResolver(() => zone)(name, type);
  let examiner: Examiner;
  beforeAll(() => {
    examiner = new Examiner({ registry: () => registry, resolver, threads: 1, timeout: 20_000, keepDns: 0 });
  });
  afterAll(() => examiner.close());
  beforeEach(() => (trouble = false));

  const examine = (text: string, how = travelled, final = false): Promise<Examination | Deferred> =>
    examiner.examine(Buffer.from(text), how, { receivedAt: AT, final });
  const trust = async (text: string, how = travelled) => {
    const found = await examine(text, how);
    return found.outcome === 'deferred'
      ? 'deferred'
      : `${found.trust.level} ${found.source} ${found.channel}`;
  };

  it('trusts a registered source that signed its report', async () => {
    const found = await examine(await yahoo.sign(fromYahoo));
    expect(found).toMatchObject({
      outcome: 'examined',
      disposition: 'complaints',
      source: 'yahoo',
      channel: 'feedback-loop',
      trust: { level: 'A', why: 'signed by a domain of the registered source yahoo' },
      authentication: { dkim: 'pass', spf: 'none', dmarc: 'none', arc: 'none' }, // decided by DKIM alone
      authenticatedDomains: ['arf.mail.yahoo.com'],
      alarms: [],
    });
    expect(found.report.recipients).toEqual([{ address: 'jan@yahoo.example', placeholder: false }]);
  });

  it('trusts one that SPF vouches for, a level lower', async () =>
    expect(
      await trust(fromValidity, { mailFrom: 'fbl@senderscore.net', clientIp: '192.0.2.20', helo: 'x' }),
    ).toBe('B validity feedback-loop'));

  it('suspects forgery when a source that always signs did not', async () => {
    const found = await examine(fromYahoo);
    expect(found).toMatchObject({ source: null, trust: { level: 'X' }, alarms: ['forgery'] });
  });

  it.each<[string, () => Promise<string>, string]>([
    ['signed by somebody else', () => people.sign(fromYahoo), 'X null direct'],
    [
      'changed on the way',
      async () => (await yahoo.sign(fromYahoo)).replace('Everything', 'Anything'),
      'D null direct',
    ],
    [
      'sent on by a list',
      async () =>
        (await yahoo.sign(fromYahoo)).replace('Subject: FW', 'List-Id: <l.example>\r\nSubject: [l] FW'),
      'D null direct',
    ],
    [
      'with a second From',
      async () => `From: <jan@people.example>\r\n${await yahoo.sign(fromYahoo)}`,
      'D null direct',
    ],
    [
      'of a source that nobody vouches for, and that need not sign',
      () => Promise.resolve(fromValidity),
      'D null direct',
    ],
    ['of a person, signed by their domain', () => people.sign(fromJan), 'C null direct'],
    ['of a person, signed by another domain', () => shop.sign(fromJan), 'D null direct'],
    ['of a person, not signed', () => Promise.resolve(fromJan), 'D null direct'],
    [
      'of a stranger’s feedback loop: it is none',
      () => people.sign(fromYahoo.replace('feedback@arf.mail.yahoo.com', 'fbl@people.example')),
      'C null direct',
    ],
    [
      'with a header that nobody should have to verify',
      async () => `${'X: y\r\n'.repeat(3_000)}${await yahoo.sign(fromYahoo)}`,
      'D null direct',
    ],
  ])('judges a report %s', async (_, text, expected) => expect(await trust(await text())).toBe(expected));

  it('believes no signature that leaves a part of the message open', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const p = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    zone['l._domainkey.arf.mail.yahoo.com'] = { TXT: [`v=DKIM1; k=rsa; p=${p}`] };
    const key = {
      signingDomain: 'arf.mail.yahoo.com',
      selector: 'l',
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      maxBodyLength: 10,
    };
    const signed = await dkimSign(fromYahoo, { ...key, signTime: now(), signatureData: [key] });
    expect(signed.signatures).toContain('l=10');
    const found = await examine(`${signed.signatures}${fromYahoo}and whatever a forger adds\r\n`);
    expect(found).toMatchObject({
      source: null,
      trust: { level: 'D', why: 'claims to be yahoo; its signature covers only a part of the message' },
    });
  });

  it('takes a key that is gone for no forgery', async () => {
    const gone = new Signer('arf.mail.yahoo.com', zone, now, 'gone');
    const signed = await gone.sign(fromYahoo);
    delete zone['gone._domainkey.arf.mail.yahoo.com'];
    expect(await trust(signed)).toBe('D null direct');
  });

  it('waits when DNS gives no answer, and in the end says what it can, with an alarm', async () => {
    const signed = await yahoo.sign(fromYahoo);
    trouble = true;
    expect(await examine(signed)).toMatchObject({ outcome: 'deferred', because: 'DNS gave no answer' });
    expect(await examine(signed, travelled, true)).toMatchObject({
      outcome: 'examined',
      trust: { level: 'D' },
      alarms: ['dns-unanswered'],
    });
    trouble = false;
    expect(await trust(signed)).toBe('A yahoo feedback-loop');
  });

  it('judges signatures by the time the report came in', async () => {
    const late = await new Signer('arf.mail.yahoo.com', zone, () => new Date(AT + 86_400_000), 'future').sign(
      fromYahoo,
    );
    expect(await trust(late)).toBe('D null direct');
  });

  it('hands what it cannot read to a person, with the reason', async () =>
    expect(await examine('')).toMatchObject({
      disposition: 'person',
      report: { kind: 'unreadable', problems: ['it is empty'] },
      trust: { level: 'D' },
    }));

  describe('asked whether the reported message is ours', () => {
    const about = async (
      message: (signed: string) => string,
      isOurs = (d: string): boolean => d === 'shop.example',
    ) => {
      const signed = message(await shop.sign(original(sent)));
      const text = fromYahoo.replace(original(sent), () => signed);
      const found = await examine(text);
      const signatures = await examiner.ownSignatures(Buffer.from(text), found.report, isOurs, AT);
      return signatures[0];
    };

    const byShop = {
      domains: ['shop.example'],
      keys: ['s1._domainkey.shop.example'],
      to: 'jan@yahoo.example',
    };
    it('finds our signature good on a whole message', async () =>
      expect(await about((signed) => signed)).toEqual({ result: 'verified', ...byShop }));
    it('finds it good on the headers of one whose body is gone', async () =>
      expect(await about((signed) => signed.replace(/\r\n\r\n[\s\S]*$/, '\r\n\r\nREDACTED\r\n'))).toEqual({
        result: 'headers',
        ...byShop,
      }));
    it('takes the recipient that was signed, and none that somebody put above', async () =>
      expect(await about((signed) => `To: <victim@elsewhere.example>\r\n${signed}`)).toEqual({
        result: 'verified',
        ...byShop,
      }));
    it('finds none when a signed header was changed', async () =>
      expect(await about((signed) => signed.replace('Spring offers', 'Autumn offers'))).toEqual({
        result: 'none',
        domains: [],
        keys: [],
      }));
    it('finds none when it is another’s', async () =>
      expect(
        await about(
          (signed) => signed,
          () => false,
        ),
      ).toEqual({ result: 'none', domains: [], keys: [] }));
  });
});
