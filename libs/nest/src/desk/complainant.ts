import { getDomain } from 'tldts';
import { domainOf } from '@app/examination';
import type { TrustLevel } from '@app/kernel';
import type { Identity } from '@app/privacy';

interface Needs {
  readonly identity: Pick<Identity, 'recipientKeyOf'>;
  /** The mailbox provider of an address, where a source reports for one. */
  readonly providerOf: (address: string) => string | undefined;
  /** Domains at which people who have nothing to do with each other have mailboxes. */
  readonly mailboxDomains: readonly string[];
}

/** Who complains, as far as independence goes: two complaints of one complainant weigh as one. What a registered source
 *  vouches for is its user's, the recipient's. What comes under an unregistered domain (level C) is that domain's, whatever
 *  addresses it names: whoever owns a domain owns as many recipients in it as they like. Null: the recipient is the one. */
export const complainantKey = (
  { identity, providerOf, mailboxDomains }: Needs,
  trust: TrustLevel,
  author: string | undefined,
): string | null => {
  if (trust === 'A' || trust === 'B' || author === undefined) return null;
  const domain = domainOf(author);
  const owner = getDomain(domain) ?? domain;
  const shared = providerOf(author) !== undefined || mailboxDomains.includes(owner);
  return identity.recipientKeyOf(shared ? author : `@${owner}`);
};
