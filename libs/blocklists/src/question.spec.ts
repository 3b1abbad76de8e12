import fc from 'fast-check';
import { asksAbout, questionFor, type Subject } from './question';

const ip = (value: string): Subject => ({ of: 'ip', value });
const domain = (value: string): Subject => ({ of: 'domain', value });

describe('the name that a list is asked for', () => {
  it.each([
    [ip('192.0.2.7'), '7.2.0.192.bl.test'],
    [
      ip('2001:db8::567:89ab'), // RFC 5782 section 2.4
      'b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.bl.test',
    ],
    [domain('shop.example'), 'shop.example.bl.test'],
    [domain('xn--mnchen-3ya.example'), 'xn--mnchen-3ya.example.bl.test'],
    [domain('test'), 'test.bl.test'],
  ])('of %j is %s', (subject, name) => expect(questionFor(subject, 'bl.test')).toBe(name));

  it('is none where a domain would make it longer than DNS has names', () => {
    const long = Array.from({ length: 4 }, () => 'a'.repeat(60)).join('.');
    expect(questionFor(domain(long), 'bl.test')).toBe(`${long}.bl.test`);
    expect(questionFor(domain(long), 'blocklist.test')).toBeUndefined();
  });
  it.each(['shop.example/../x', 'Shop.example', 'a..b', '', 'münchen.example', 'a b.example'])(
    'is none of %j, which is no domain as it was registered',
    (value) => expect(questionFor(domain(value), 'bl.test')).toBeUndefined(),
  );

  it('is another for each address', () => {
    const addresses = fc.oneof(fc.ipV4(), fc.ipV6());
    fc.assert(
      fc.property(addresses, (value) => {
        const name = questionFor(ip(value), 'bl.test')!;
        const labels = name.replace(/\.bl\.test$/, '').split('.');
        expect([4, 32]).toContain(labels.length);
        if (labels.length === 4) expect(labels.reverse().join('.')).toBe(value);
        else
          expect(new URL(`http://[${labels.reverse().join('').match(/.{4}/g)!.join(':')}]`).hostname).toBe(
            new URL(`http://[${value}]`).hostname,
          );
      }),
    );
  });
});

describe('a list', () => {
  it('is asked about what it could know only', () => {
    const asked = (of: 'ip' | 'domain', ipv6 = false) =>
      [ip('192.0.2.7'), ip('2001:db8::7'), domain('shop.example')]
        .filter((subject) => asksAbout({ of, ipv6 }, subject))
        .map(({ value }) => value);
    expect(asked('ip')).toEqual(['192.0.2.7']);
    expect(asked('ip', true)).toEqual(['192.0.2.7', '2001:db8::7']);
    expect(asked('domain')).toEqual(['shop.example']);
  });
});
