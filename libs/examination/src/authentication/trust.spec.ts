import { feedbackReport } from '@app/testing';
import { parseReport } from '../parse-report';
import { Registry } from '../sources/registry';
import { sourceSchema } from '../sources/schema';
import { mayImprove, trustOf } from './trust';
import { UNVERIFIED, type Verdict } from './verdict';

const registry = new Registry([
  sourceSchema.parse({
    id: 'big',
    name: 'Big',
    identity: {
      from: ['fbl@big.example'],
      dkim: ['big.example'],
      envelope: ['big.example'],
      arcSealers: ['forwarder.example'],
    },
    alwaysSigned: true,
    channel: 'feedback-loop',
  }),
]);
const report = (from = 'fbl@big.example', more = '') =>
  parseReport(
    Buffer.from(
      more +
        feedbackReport(
          {
            messageId: 'm',
            date: 'Tue, 3 Mar 2026 09:00:00 +0000',
            from: 'a@shop.example',
            to: 'b@mail.test',
          },
          { from, userAgent: 'x' },
          'r',
        ),
    ),
  );
const verdict = (found: Partial<Verdict>): Verdict => ({ ...UNVERIFIED, from: 'fbl@big.example', ...found });
const good = { domain: 'big.example', result: 'pass', whole: true, aligned: true } as const;
const level = (found: Partial<Verdict>, about = report()) => {
  const { level, source } = trustOf(about, verdict(found), registry);
  return `${level} ${source}`;
};
const sealed = (sealer: string, ...vouchedFor: string[]): Partial<Verdict> => ({
  arc: { result: 'pass', sealer, vouchedFor },
});

describe('trust in a report that claims to be of a source', () => {
  it.each<[string, Partial<Verdict>, string]>([
    ['signed by it', { dkim: [good] }, 'A big'],
    ['signed by a domain below it', { dkim: [{ ...good, domain: 'mail.big.example' }] }, 'A big'],
    ['signed by a domain that ends alike', { dkim: [{ ...good, domain: 'notbig.example' }] }, 'X null'],
    ['that SPF allows', { spf: { result: 'pass', domain: 'big.example' } }, 'B big'],
    ['that SPF allows another to send', { spf: { result: 'pass', domain: 'other.example' } }, 'X null'],
    ['sealed by a forwarder that is believed', sealed('forwarder.example', 'big.example'), 'B big'],
    ['sealed by one who vouches for somebody else', sealed('forwarder.example', 'other.example'), 'D null'],
    ['sealed by one who is not believed', sealed('stranger.example', 'big.example'), 'D null'],
    ['signed over a part', { dkim: [{ ...good, whole: false }] }, 'D null'],
    ['changed on the way', { dkim: [{ ...good, result: 'neutral' }] }, 'D null'],
    ['of which the key is gone', { dkim: [{ ...good, result: 'unknown' }] }, 'D null'],
    ['with a bad signature', { dkim: [{ ...good, result: 'fail' }] }, 'X null'],
    ['of which DNS says nothing', { dnsTrouble: true }, 'D null'],
    ['of which too much would have to be verified', { skipped: 'not verified: too long' }, 'D null'],
    ['without any signature', {}, 'X null'],
  ])('%s', (_, found, expected) => expect(level(found)).toBe(expected));

  it('is none when another From was verified than is seen', () =>
    expect(level({ from: 'jan@big.example', dkim: [good] })).toBe('D null'));

  it('does not call a list’s doing forgery', () =>
    expect(
      level({ dkim: [{ ...good, result: 'fail' }] }, report('fbl@big.example', 'List-Id: <l.example>\r\n')),
    ).toBe('D null'));
});

describe('trust in a report of a stranger', () => {
  const from = 'jan@people.example';
  const theirs = { ...good, domain: 'people.example' };
  it.each<[string, Partial<Verdict>, string]>([
    ['signed by their domain', { from, dkim: [theirs] }, 'C null'],
    ['that passes DMARC', { from, dmarc: 'pass' }, 'C null'],
    ['signed by another', { from, dkim: [{ ...theirs, aligned: false }] }, 'D null'],
    ['signed over a part', { from, dkim: [{ ...theirs, whole: false }] }, 'D null'],
    ['that nobody vouches for', { from }, 'D null'],
  ])('%s', (_, found, expected) => expect(level(found, report(from))).toBe(expected));

  it('makes no feedback loop of what only looks like one', () =>
    expect(trustOf(report(from), verdict({ from, dkim: [theirs] }), registry).channel).toBe('direct'));

  it('names nobody in its reason', () => {
    for (const found of [
      { from, dkim: [theirs] },
      { from },
      { from, dnsTrouble: true },
      { from, dmarc: 'pass' as const },
    ])
      expect(trustOf(report(from), verdict(found), registry).why).not.toMatch(/people|jan/);
  });
});

it('another attempt is worth it while DNS is in trouble, and nobody vouches yet', () => {
  const trouble = { ...UNVERIFIED, dnsTrouble: true };
  const of = (l: 'A' | 'B' | 'C' | 'D') =>
    mayImprove({ level: l, why: '', source: null, channel: 'direct' }, trouble);
  expect([of('A'), of('B'), of('C'), of('D')]).toEqual([false, false, true, true]);
});
