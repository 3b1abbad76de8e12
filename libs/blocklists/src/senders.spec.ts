import { accountId } from '@app/kernel';
import { addressesIn, subjectsOf, type Sender } from './senders';

const [a, b] = [accountId.parse('A'), accountId.parse('B')];
const ip = (value: string, owner: Sender['accountId']): Sender => ({ of: 'ip', value, accountId: owner });
const owners = (...senders: Sender[]) =>
  subjectsOf(senders).subjects.map(({ value, accountId: owner }) => [value, owner]);

describe('what blocklists are asked about', () => {
  it('belongs to the account that sends as it', () =>
    expect(owners(ip('192.0.2.7', a), { of: 'domain', value: 'shop.example', accountId: b })).toEqual([
      ['192.0.2.7', a],
      ['shop.example', b],
    ]));
  it('belongs to nobody alone when several accounts send as it, or we do', () =>
    expect(owners(ip('192.0.2.7', a), ip('192.0.2.7', b), ip('192.0.2.8', null), ip('192.0.2.8', a))).toEqual(
      [
        ['192.0.2.7', null],
        ['192.0.2.8', null],
      ],
    ));
  it('is shared where one account’s network holds another’s address', () =>
    expect(owners(ip('192.0.2.0/30', a), ip('192.0.2.2', b))).toEqual([
      ['192.0.2.0', a],
      ['192.0.2.1', a],
      ['192.0.2.2', null],
      ['192.0.2.3', a],
    ]));
  it('is each once', () => expect(owners(ip('192.0.2.7', a), ip('192.0.2.7/32', a))).toHaveLength(1));
  it('leaves out networks that are too wide, and counts them', () =>
    expect(subjectsOf([ip('10.0.0.0/8', a), ip('2001:db8::/32', a), ip('192.0.2.7', a)])).toEqual({
      subjects: [{ of: 'ip', value: '192.0.2.7', accountId: a }],
      notAsked: 2,
    }));
});

describe('a network', () => {
  it.each([
    ['192.0.2.7', 1, '192.0.2.7'],
    ['192.0.2.128/25', 128, '192.0.2.128'],
    ['192.0.2.0/24', 256, '192.0.2.0'],
    ['192.0.2.7/24', 256, '192.0.2.0'],
    ['2001:DB8:0::7', 1, '2001:db8::7'],
    ['::192.0.2.7', 1, '::c000:207'],
    ['192.0.0.0/23', 0, undefined],
    ['2001:db8::7', 1, '2001:db8::7'],
    ['2001:db8:0:1::/64', 1, '2001:db8:0:1::'],
    ['2001:db8::/63', 0, undefined],
  ])('%s is asked about by %d addresses', (network, count, first) => {
    const found = addressesIn(network);
    expect([found.length, found[0]]).toEqual([count, first]);
  });
  it('must be one', () => expect(() => addressesIn('shop.example')).toThrow('no address and no network'));
});
