import fc from 'fast-check';
import { identityUnder } from './identity';

const identity = identityUnder(Buffer.alloc(32, 1), Buffer.alloc(32, 2));
const of = (text: string) => identity.reportIdOf(Buffer.from(text, 'latin1'));

describe('the id of a report', () => {
  it('is the same whichever line ends it has, and whether the last line has one', () => {
    const lines = fc.array(fc.string({ unit: fc.constantFrom('a', ' ', '\0', 'é', '.') }), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(lines, fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }), (all, crlf) => {
        const mixed = all.map((line, i) => line + (crlf[i] ? '\r\n' : '\n')).join('');
        const ids = [all.join('\r\n') + '\r\n', all.join('\n') + '\n', mixed].map(of);
        if (all.at(-1) !== '') ids.push(of(all.join('\n')));
        expect(new Set(ids).size).toBe(1);
      }),
    );
  });

  it('does not depend on where the bytes are cut to be hashed', () => {
    for (const length of [32_767, 32_768, 32_769, 65_536]) {
      const text = 'x'.repeat(length);
      expect(of(`${text}\r\nrest\r\n`)).toBe(of(`${text}\nrest\n`));
      expect(of(text.replace(/./g, '\n'))).toBe(of(text.replace(/./g, '\r\n')));
    }
  });

  it('differs when a byte does, a lone CR and a blank line at the end included', () => {
    const ids = ['', 'a', 'b', 'a\rb', 'a\r\nb', 'a\n\n', '\n', '\0'].map(of);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('and the other hashes are those stored today: another value would make everything new', () => {
    const recipient = identity.recipientKeyOf('jan@example.org');
    const delivery = identity.deliveryKeyOf('<1@x>', recipient);
    expect([of('Subject: spam\r\n'), recipient, delivery, identity.termKeyOf('subject', 'spring')])
      .toMatchInlineSnapshot(`
      [
        "ca764aaf63f1edc5ab0b6a796b87ca82",
        "35082016cb494d436e4af2ae93e2dfaa",
        "7a484a5eaa1577d55dee53099c39485d",
        "93dae3aea6e3879c96f472c27f23f914",
      ]
    `);
  });
});

describe('the key of a recipient', () => {
  it('is the same however the address is written', () => {
    const keys = ['Jan@Example.org', ' <jan@EXAMPLE.ORG.> ', 'jan@example.org'].map(identity.recipientKeyOf);
    expect(new Set(keys).size).toBe(1);
    expect(identity.recipientKeyOf('jan@münchen.example')).toBe(
      identity.recipientKeyOf('jan@xn--mnchen-3ya.example'),
    );
  });

  it('tells others apart', () => {
    const all = ['jan@a.example', 'jan+x@a.example', 'jan@b.example', 'jan', '', '@', '"a@b"@c.example'];
    expect(new Set(all.map(identity.recipientKeyOf)).size).toBe(all.length);
  });
});

it('names a delivered message by its Message-ID and recipient, angle brackets or not', () => {
  const jan = identity.recipientKeyOf('jan@example.org');
  expect(identity.deliveryKeyOf('<1@x>', jan)).toBe(identity.deliveryKeyOf(' 1@x ', jan));
  expect(identity.deliveryKeyOf('<1@x>', jan)).not.toBe(
    identity.deliveryKeyOf('<1@x>', identity.recipientKeyOf('piet@example.org')),
  );
});
