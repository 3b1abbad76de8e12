import { addressesIn, addressIn, domainOf, isPlaceholder } from './address';

describe('an address', () => {
  it.each([
    ['<a@b.example>', 'a@b.example'],
    ['a@b.example', 'a@b.example'],
    ['rfc822;a@b.example', 'a@b.example'],
    ['rfc822; <a@b.example>', 'a@b.example'],
    ['"Jan <de Man>" <jan@b.example>', 'jan@b.example'],
    ['undisclosed comcast recipient <redacted@b.example>', 'redacted@b.example'],
    ['a@b.example (Jan)', 'a@b.example'],
    ['[a@b.example]', 'a@b.example'],
    ['a@b.example via 192.0.2.45; Thu, 29 Apr 2013', 'a@b.example'],
    ['mailto:a@b.example', 'a@b.example'],
    ['Jan [mailto:a@b.example]', 'a@b.example'], // as Outlook forwards
    ['<>', ''],
    [' < > ', ''],
  ])('%s is read', (text, expected) => expect(addressIn(text)).toBe(expected));

  it.each(['', 'redacted', '<Undisclosed Recipients>', '@', 'a@', '<no address here'])(
    '"%s" is none',
    (text) => expect(addressIn(text)).toBeUndefined(),
  );

  it('is found in a list, commas in quotes notwithstanding', () =>
    expect(
      addressesIn('"Man, Jan de" <jan@a.example>, piet@b.example; <klaas@c.example>, undisclosed:;'),
    ).toEqual(['jan@a.example', 'piet@b.example', 'klaas@c.example']));

  it('has a domain', () =>
    expect(['a@B.Example.', 'b.example', '<a@b@c.example>'].map(domainOf)).toEqual([
      'b.example',
      'b.example',
      'c.example',
    ]));

  it.each([
    'redacted@a.example',
    'cb4a01a4e5f60718293a4b5c6d7e8f90@a.example',
    `${'a1'.repeat(20)}@a.example`,
    `${'0f'.repeat(32)}@a.example`,
    'this-local-part-does-not-exist-on-yahoo@a.example',
    'hashed@a.example',
    'redacted@',
    'redacted',
    'Undisclosed@a.example',
  ])('%s stands for nobody', (address) => expect(isPlaceholder(address)).toBe(true));

  it.each(['jan@a.example', 'deadbeef@a.example', `${'g'.repeat(32)}@a.example`, 'redactie@a.example'])(
    '%s is somebody',
    (address) => expect(isPlaceholder(address)).toBe(false),
  );
});
