import { dkimSigner, domainName, ipOrNetwork, onceEach } from './sender-identity';

const read = (schema: typeof domainName, text: string): string | null => schema.safeParse(text).data ?? null;

describe('a domain of an account', () => {
  it.each([
    ['Shop.Example.', 'shop.example'],
    ['münchen.example', 'xn--mnchen-3ya.example'],
    ['xn--mnchen-3ya.example', 'xn--mnchen-3ya.example'],
    ['shop。example', 'shop.example'], // the ideographic full stop of IDNA
    ['news.shop.co.uk', 'news.shop.co.uk'],
  ])('%s is kept as %s', (text, kept) => expect(read(domainName, text)).toBe(kept));

  it.each([
    'localhost',
    'com',
    'co.uk',
    '*.shop.example',
    'jan@shop.example',
    'https://shop.example',
    'a..example',
    '-a.example',
    'a_b.example',
    '%41.example',
    'a b.example',
    '192.0.2.1',
    '1.2.3', // an IPv4 address to a browser
    `${'a'.repeat(64)}.example`,
    'xn--a.example', // decodes to nothing
    '.',
  ])('%s is none', (text) => expect(read(domainName, text)).toBeNull());
});

describe('an address of an account', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['2001:DB8:0:0::7', '2001:db8::7'],
    ['192.0.2.0/24', '192.0.2.0/24'],
    ['192.0.2.7/32', '192.0.2.7/32'],
    ['2001:DB8::/32', '2001:db8::/32'],
  ])('%s is kept as %s', (text, kept) => expect(read(ipOrNetwork, text)).toBe(kept));

  it.each([
    'shop.example',
    '192.0.2',
    '192.0.2.256',
    '192.0.2.0/33',
    '192.0.2.0/0',
    '192.0.2.0/',
    '192.0.2.0/24/8',
    '192.0.2.7/24', // one machine or its whole network: only the caller knows
    '192.0.2.0/024',
    '2001:db8::/129',
    '2001:db8::1/32',
    'fe80::1%eth0',
  ])('%s is none', (text) => expect(read(ipOrNetwork, text)).toBeNull());
});

describe('a DKIM key of an account', () => {
  it.each([
    ['S1._domainkey.Shop.example.', 's1._domainkey.shop.example'],
    ['a.b._domainkey.shop.example', 'a.b._domainkey.shop.example'],
    ['key_1._domainkey.münchen.example', 'key_1._domainkey.xn--mnchen-3ya.example'],
    ['shop.example', 'shop.example'],
  ])('%s is kept as %s', (text, kept) => expect(read(dkimSigner, text)).toBe(kept));

  it.each([
    's1',
    '_domainkey.shop.example',
    '._domainkey.shop.example',
    's1._domainkey.com',
    's 1._domainkey.a.example',
    'a._domainkey.b._domainkey.shop.example',
  ])('%s is none', (text) => expect(read(dkimSigner, text)).toBeNull());
});

it('what is spelled twice is kept once', () =>
  expect(onceEach(domainName).parse(['Shop.example', 'b.example', 'shop.example'])).toEqual([
    'shop.example',
    'b.example',
  ]));
