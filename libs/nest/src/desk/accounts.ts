import type { EventStore } from '@app/event-store';
import type { AccountId, Erased } from '@app/kernel';
import { wasErased, type Reader, type Vault } from '@app/privacy';
import { accountEvents, type Profile } from '@app/accounts';

const REMEMBERED = 20_000; // accounts; some 20 MB

/** The accounts there are, as their own streams tell: for whoever has to know a brand or a contact at once. */
export class Accounts {
  private readonly profiles = new Map<AccountId, { profile: Profile; revision: number }>(); // the longest unused first

  constructor(
    private readonly events: EventStore,
    private readonly vault: Vault,
  ) {}

  /** undefined: not registered. Reads on from where it left off, so that it is never older than the log. */
  async find(accountId: AccountId): Promise<Profile | undefined> {
    const known = this.profiles.get(accountId);
    let profile = known?.profile;
    let revision = known?.revision ?? 0;
    for await (const recorded of this.events.read(`account-${accountId}`, revision)) {
      ({ revision } = recorded);
      if (recorded.type !== 'AccountRegistered' && recorded.type !== 'AccountChanged') continue;
      const event = accountEvents.decode(recorded);
      if (event.type === 'AccountRegistered' || event.type === 'AccountChanged') ({ profile } = event.data);
    }
    if (!profile) return undefined;
    this.profiles.delete(accountId);
    this.profiles.set(accountId, { profile, revision });
    if (this.profiles.size > REMEMBERED) this.profiles.delete(this.profiles.keys().next().value!);
    return profile;
  }

  /** Those of them that are not registered, in their order. */
  async unregistered(accountIds: Iterable<AccountId>): Promise<AccountId[]> {
    const unknown: AccountId[] = [];
    for (const id of new Set(accountIds))
      if (!this.profiles.has(id) && !(await this.find(id))) unknown.push(id); // none is ever unregistered
    return unknown;
  }

  /** Name and addresses in plain text, as the account's last profile has them; null where the person was erased. */
  async opened(accountId: AccountId, reader: Reader): Promise<OpenedProfile | undefined> {
    let last: Parameters<Vault['openEvent']>[0] | undefined;
    let contacts = 0;
    for await (const recorded of this.events.read(`account-${accountId}`)) {
      const event = accountEvents.decode(recorded);
      if (event.type !== 'AccountRegistered' && event.type !== 'AccountChanged') continue;
      last = recorded;
      contacts = event.data.profile.contacts.length;
    }
    if (!last) return undefined;
    const open = async (path: string): Promise<string | null> => {
      const found = (await this.vault.openEvent(last, path, reader)) as string | Erased;
      return wasErased(found) ? null : found;
    };
    const emails = Array.from({ length: contacts }, (_, i) => open(`/profile/contacts/${i}/email`));
    return { name: await open('/profile/name'), emails: await Promise.all(emails) };
  }
}

export interface OpenedProfile {
  readonly name: string | null;
  /** In the order of the contacts. */
  readonly emails: readonly (string | null)[];
}
