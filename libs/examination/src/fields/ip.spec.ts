import { ipIn, ipWithin, isPrivate } from './ip';

describe('an IP address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['192.0.2.1 (mail.example.org)', '192.0.2.1'],
    ['[192.0.2.1]', '192.0.2.1'],
    ['192.0.2.1:25', '192.0.2.1'],
    ['192.0.2.1, mail.example.org', '192.0.2.1'],
    ['IPv6:2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['fdf1:cb9d:f59e:19b0:0:0:0:122', 'fdf1:cb9d:f59e:19b0::122'],
    ['fe80::1%eth0', 'fe80::1'],
  ])('%s is read and made canonical', (text, expected) => expect(ipIn(text)).toBe(expected));

  it.each(['', 'AA.BB.CC.6', '74.200.17.xxx', '300.1.1.1', '1.2.3', 'mail.example.org'])(
    '"%s" is none',
    (text) => expect(ipIn(text)).toBeUndefined(),
  );

  it('is found within a sentence, and not within a word or a version', () => {
    expect(ipWithin('attacks from IP 10.42.9.42, version 1.2.3.4b')).toBe('10.42.9.42');
    expect(ipWithin('offender: 2001:db8::7. Thanks')).toBe('2001:db8::7');
    expect(ipWithin('at 17:02:02 on 1.2.3 we saw: nothing')).toBeUndefined();
  });

  it('may be of a private network', () =>
    expect(['10.0.0.1', '127.0.0.1', 'fe80::1', '192.0.2.1', '8.8.8.8'].map(isPrivate)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]));
});
