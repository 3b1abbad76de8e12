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
    const last = await this.lastProfile(accountId);
    if (!last) return undefined;
    const open = (path: string) => this.open(last.recorded, path, reader);
    const emails = last.profile.contacts.map((_, i) => open(`/profile/contacts/${i}/email`));
    return {
      name: await open('/profile/name'),
      registrationNumber: last.profile.registration ? await open('/profile/registration/number') : null,
      emails: await Promise.all(emails),
    };
  }

  /** Its name alone: a list of accounts needs nobody's address. */
  async nameOf(accountId: AccountId, reader: Reader): Promise<string | null> {
    const last = await this.lastProfile(accountId);
    return last ? this.open(last.recorded, '/profile/name', reader) : null;
  }

  private async lastProfile(
    accountId: AccountId,
  ): Promise<{ recorded: SealedEvent; profile: Profile } | undefined> {
    let last: { recorded: SealedEvent; profile: Profile } | undefined;
    for await (const recorded of this.events.read(`account-${accountId}`)) {
      if (recorded.type !== 'AccountRegistered' && recorded.type !== 'AccountChanged') continue;
      const event = accountEvents.decode(recorded);
      if (event.type === 'AccountRegistered' || event.type === 'AccountChanged')
        last = { recorded, profile: event.data.profile };
    }
    return last;
  }

  private async open(recorded: SealedEvent, path: string, reader: Reader): Promise<string | null> {
    const found = (await this.vault.openEvent(recorded, path, reader)) as string | Erased;
    return wasErased(found) ? null : found;
  }
}

type SealedEvent = Parameters<Vault['openEvent']>[0];

export interface OpenedProfile {
  readonly name: string | null;
  readonly registrationNumber: string | null;
  /** In the order of the contacts. */
  readonly emails: readonly (string | null)[];
}
