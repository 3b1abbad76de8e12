import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { feedbackReport, Signer, type Zone } from '@app/testing';
import { authenticate as verify, sealMessage } from 'mailauth';
import { parseReport } from '../parse-report';
import { loadSources } from '../sources/load';
import { Registry } from '../sources/registry';
import { authenticate } from './authenticate';
import { zoneResolver } from './resolver';
import { trustOf } from './trust';

const AT = Date.parse('2026-03-03T09:00:00Z');
const zone: Zone = {};
const yahoo = new Signer('arf.mail.yahoo.com', zone, () => new Date(AT));
const resolver = zoneResolver(() => zone);

/** A forwarder as lists are: it verifies what it gets, changes it, and says under its seal what it had found. */
class Forwarder {
  private readonly privateKey: string;

  constructor(readonly domain: string) {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    this.privateKey = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const p = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    zone[`arc._domainkey.${domain}`] = { TXT: [`v=DKIM1; k=rsa; p=${p}`] };
  }

  async forward(message: string, change = (incoming: string) => incoming): Promise<string> {
    const { dkim } = await verify(message, {
      resolver: resolver as never,
      disableArc: true,
      disableBimi: true,
    });
    const found = dkim.results.map(({ info }) => info).join('; ');
    const outgoing = change(message);
    const seal = {
      signingDomain: this.domain,
      selector: 'arc',
      privateKey: this.privateKey,
      authResults: `mx.${this.domain}; ${found}`,
      cv: 'none',
      signTime: new Date(AT),
    };
    return `${(await sealMessage(outgoing, seal)).toString()}${outgoing}`;
  }
}

const known = new Forwarder('forwarder.example');
const stranger = new Forwarder('stranger.example');
const shipped = loadSources(join(__dirname, '../../../../config/sources'));
const registry = new Registry(
  shipped.sources.map((source) =>
    source.id === 'yahoo'
      ? { ...source, identity: { ...source.identity, arcSealers: [known.domain] } }
      : source,
  ),
);

const trust = async (message: string) => {
  const bytes = Buffer.from(message);
  const verdict = await authenticate(bytes, { mailFrom: 'list@forwarder.example' }, AT, resolver);
  const { level, why } = trustOf(parseReport(bytes), verdict, registry);
  return `${level}: ${why}`;
};
/** Breaks the source's own signature, which covers the body. */
const footer = (message: string) =>
  message.replace('This is an email abuse report.', '[to the list] This is an email abuse report.');

describe('a report that was forwarded', () => {
  const report = feedbackReport(
    {
      messageId: 'm1@shop.example',
      date: 'Tue, 3 Mar 2026 08:00:00 +0000',
      from: 'news@shop.example',
      to: 'jan@yahoo.example',
    },
    { from: 'feedback@arf.mail.yahoo.com', userAgent: 'Yahoo!-Mail-Feedback/2.0' },
    'r1',
  );
  let signed: string;
  beforeAll(async () => {
    signed = await yahoo.sign(report);
  });

  it('unchanged, is trusted by its own signature', async () =>
    expect(await trust(await known.forward(signed))).toMatch(
      /^A: signed by a domain of the registered source yahoo/,
    ));

  it('changed, is trusted by the word of a forwarder that the registry names', async () =>
    expect(await trust(await known.forward(signed, footer))).toMatch(
      /^B: forwarded by forwarder\.example, whose seal says that the signature of yahoo was good/,
    ));

  it('changed, by a forwarder that nobody named, is believed by nobody, and is no forgery either', async () =>
    expect(await trust(await stranger.forward(signed, footer))).toMatch(/^D: claims to be yahoo/));

  it('changed after it was sealed, is not vouched for by the seal', async () =>
    expect(await trust(footer(await known.forward(signed)))).toMatch(/^D: claims to be yahoo/));

  it('that was never signed, is not made genuine by being sealed', async () =>
    expect(await trust(await known.forward(report, footer))).toMatch(/^D: claims to be yahoo/));

  it('with a seal of somebody else in the forwarder’s name, is not vouched for by it', async () => {
    const forged = (await stranger.forward(signed, footer)).replaceAll(stranger.domain, known.domain);
    expect(await trust(forged)).toMatch(/^D: claims to be yahoo/);
  });
});
