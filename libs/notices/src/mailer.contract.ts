import { domainToASCII } from 'node:url';
import { simpleParser, type ParsedMail } from 'mailparser';
import { readMailToken } from './mail-token';
import type { Mailer } from './mailer';
import { aMail, keys, NOW } from './sample-mail';

/** What arrived, with the envelope it arrived in. */
export interface Arrived {
  readonly raw: string;
  readonly from: string;
  readonly to: string;
}

/** What every adapter must do. The clock it was given stands at NOW. */
export const mailerContract = (
  adapter: string,
  open: () => Promise<{ mailer: Mailer; arrived: () => Promise<Arrived[]>; end: () => Promise<void> }>,
): void =>
  describe(`${adapter} as a mailer`, () => {
    const using = async (check: (mailer: Mailer, arrived: () => Promise<Arrived[]>) => Promise<void>) => {
      const { mailer, arrived, end } = await open();
      await check(mailer, arrived).finally(async () => {
        await mailer.close();
        await end();
      });
    };
    const parsed = ({ raw }: Arrived): Promise<ParsedMail> => simpleParser(raw);

    it('says when a mail was accepted, and delivers it', () =>
      using(async (mailer, arrived) => {
        expect(await mailer.send(aMail())).toMatchObject({ outcome: 'accepted', at: NOW });
        const [mail, ...more] = await arrived();
        expect(more).toEqual([]);
        const { from, to, subject, text, html, date, messageId } = await parsed(mail!);
        expect({
          from: from?.text,
          to: to && 'text' in to ? to.text : undefined,
          subject,
          text,
          html,
          date: date?.getTime(),
          messageId,
        }).toEqual({
          from: '"Spotler" <abuse@spotler.example>',
          to: '"Acme B.V." <owner@acme.example>',
          subject: 'Your answer is needed [case acme.1]',
          text: 'Dear customer,\n',
          html: '<p>Dear customer,</p>\n',
          date: NOW,
          messageId: `<${aMail().id}@answers.spotler.example>`,
        });
      }));

    it('gives every mail a return path and a Reply-To of its own, and says that a program wrote it', () =>
      using(async (mailer, arrived) => {
        await mailer.send(aMail());
        const [mail] = await arrived();
        expect(readMailToken(keys(), 'bounce', mail!.from)).toBe(aMail().id);
        expect(mail!.to).toBe('owner@acme.example');
        const { headers, replyTo } = await parsed(mail!);
        expect(readMailToken(keys(), 'answer', replyTo!.value[0]!.address!)).toBe(aMail().id);
        expect(headers.get('auto-submitted')).toBe('auto-generated');
        expect(headers.get('x-auto-response-suppress')).not.toMatch(/\b(all|ndr)\b/i); // bounces are wanted
        expect([...headers.keys()].filter((name) => name.startsWith('list'))).toEqual([]);
      }));

    it('sends an acknowledgement with the null sender', () =>
      using(async (mailer, arrived) => {
        await mailer.send(aMail({ returnPath: 'null' }));
        expect((await arrived())[0]!.from).toBe('');
      }));

    it('sends the same mail again as the same mail', () =>
      using(async (mailer, arrived) => {
        for (let time = 0; time < 2; time++)
          expect(await mailer.send(aMail())).toMatchObject({ outcome: 'accepted' });
        const bodies = new Set((await arrived()).map(({ raw }) => raw.slice(raw.indexOf('From: "'))));
        expect(bodies.size).toBeLessThanOrEqual(1);
      }));

    it.each([
      [
        'to.name',
        { to: { address: 'owner@acme.example', name: 'Acme\r\nBcc: x@evil.example\r\n\r\nHello' } },
      ],
      ['brand', { brand: { ...aMail().brand, name: 'Spotler\nBcc: x@evil.example' } }],
      ['subject', { subject: 'Case 1\r\nBcc: x@evil.example\r\n\r\nHello' }],
      ['an attempt with Unicode', { subject: 'Case 1\u2028Bcc: x@evil.example\u0085X: y' }],
    ])('lets no line end in %s begin a header', (_what, mail) =>
      using(async (mailer, arrived) => {
        await mailer.send(aMail(mail));
        const [got] = await arrived();
        expect(got!.to).toBe('owner@acme.example');
        const { headers, text } = await parsed(got!);
        expect(headers.has('bcc')).toBe(false);
        expect(text).toBe('Dear customer,\n');
      }),
    );

    it.each([
      'owner@acme.example\r\nBcc: x@evil.example',
      'owner@acme.example, x@evil.example',
      'Owner <owner@acme.example>',
      '"a b"@acme.example',
      'owner@',
      '@acme.example',
      'owner@localhost',
      'owner',
      '',
      'jän@acme.example',
    ])('refuses %j for good, and sends nothing: it is not one plain address', (address) =>
      using(async (mailer, arrived) => {
        expect(await mailer.send(aMail({ to: { address } }))).toMatchObject({ outcome: 'permanent' });
        expect(await arrived()).toEqual([]);
      }),
    );

    it('mails a domain of other letters by its A-label', () =>
      using(async (mailer, arrived) => {
        await mailer.send(aMail({ to: { address: 'owner@köln.example' } }));
        const [{ to, raw } = { to: '', raw: '' }] = await arrived();
        expect(domainToASCII(to.split('@')[1]!)).toBe('xn--kln-sna.example'); // a server may show it either way
        expect(raw).toContain('owner@xn--kln-sna.example');
      }));

    it('takes twenty at once', () =>
      using(async (mailer, arrived) => {
        const ids = Array.from(
          { length: 20 },
          (_, n) => `2f5e9a51-0d8d-5e5f-9a11-${String(n).padStart(12, '0')}`,
        );
        const sent = await Promise.all(ids.map((id) => mailer.send(aMail({ id }))));
        expect(sent.map(({ outcome }) => outcome)).toEqual(ids.map(() => 'accepted'));
        expect(await arrived()).toHaveLength(20);
      }));
  });
