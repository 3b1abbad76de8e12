import fc from 'fast-check';
import { accountId } from '@app/kernel';
import { accountOfOrder, hashedName, hashedNameIn, orderIdOf } from './order-id';

const named = (name: string) => accountId.parse(name);

describe('the id of an order', () => {
  it.each(['shop', 'Zoë & co', 'a.b:c', '100%', ':x'])('says that it is of %s', (name) => {
    expect(accountOfOrder(orderIdOf(named(name), 12))).toBe(name);
    expect(hashedName(named(name))).toBeNull();
  });

  it('of an account with a long name has a hash in its place, the same for each of its orders', () => {
    const long = named('é'.repeat(128));
    const orderId = orderIdOf(long, 3);
    expect(orderId).toBe(':28a7dbb6a3e3fd03982c9efc23180d0d.3');
    expect(accountOfOrder(orderId)).toBeNull();
    expect(hashedNameIn(orderId)).toBe(hashedName(long));
    expect(hashedName(named(`${'é'.repeat(127)}e`))).not.toBe(hashedName(long));
  });

  it.each(['', 'x', '.1', 'shop.', 'shop.x', '%.1'])('%j is the id of none', (orderId) => {
    expect(accountOfOrder(orderId)).toBeNull();
    expect(hashedNameIn(orderId)).toBeNull();
  });

  it('is what the platform takes, whatever the account is called, and leads back to it', () =>
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 128 }),
        fc.integer({ min: 1 }),
        (name, n) => {
          fc.pre(accountId.safeParse(name).success);
          const orderId = orderIdOf(named(name), n);
          expect(orderId).toMatch(/^[\x21-\x7e]{1,128}$/);
          expect(accountOfOrder(orderId) ?? hashedNameIn(orderId)).toBe(hashedName(named(name)) ?? name);
        },
      ),
    ));

  it('of a name that is no text at all is one as well', () =>
    expect(orderIdOf(named('\ud800'), 1)).toMatch(/^:[0-9a-f]{32}\.1$/));
});
