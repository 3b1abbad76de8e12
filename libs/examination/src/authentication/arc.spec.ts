import { join } from 'node:path';
import { feedbackReport, Forwarder, Signer, type Zone } from '@app/testing';
import { parseReport } from '../parse-report';
import { loadSources } from '../sources/load';
import { Registry } from '../sources/registry';
import { authenticate } from './authenticate';
import { zoneResolver } from './resolver';
import { trustOf } from './trust';

const AT = Date.parse('2026-03-03T09:00:00Z');
const zone: Zone = {};
const now = () => new Date(AT);
const yahoo = new Signer('arf.mail.yahoo.com', zone, now);
const resolver = zoneResolver(() => zone);

const known = new Forwarder('forwarder.example', zone, now);
const stranger = new Forwarder('stranger.example', zone, now);
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
