import type { TrustLevel } from '@app/kernel';
import { complainantKey } from './complainant';

const needs = {
  identity: { recipientKeyOf: (address: string) => `key of ${address}` as never },
  providerOf: (address: string) => (address.endsWith('@yahoo.com') ? 'yahoo' : undefined),
  mailboxDomains: ['gmail.com', 'btinternet.com'],
};

describe('who complains', () => {
  it.each<[TrustLevel, string | undefined, string | null]>([
    ['C', 'jan@attacker.example', 'key of @attacker.example'],
    ['C', 'piet@Mail.Attacker.example', 'key of @attacker.example'],
    ['C', 'jan@shop.co.uk', 'key of @shop.co.uk'],
    ['C', 'jan@gmail.com', 'key of jan@gmail.com'],
    ['C', 'jan@yahoo.com', 'key of jan@yahoo.com'],
    ['D', 'jan@attacker.example', 'key of @attacker.example'],
    ['A', 'feedback@arf.mail.yahoo.com', null],
    ['B', 'feedback@fbl.example', null],
    ['C', undefined, null],
  ])('at level %s, of %s: %s', (trust, author, key) =>
    expect(complainantKey(needs, trust, author)).toBe(key),
  );
});
