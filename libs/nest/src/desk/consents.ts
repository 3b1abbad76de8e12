import {
  consentDecider,
  consentEvents,
  originAt,
  streamOfConsent,
  type ConsentEvent,
  type ConsentState,
  type Origin,
  type RecordConsent,
} from '@app/consent';
import {
  uuidv5,
  type EventStore,
  type Execute,
  type Meta,
  type Outcome,
  type Recorded,
} from '@app/event-store';
import { unsealed, type AccountId, type Instant, type RecipientKey } from '@app/kernel';
import { wasErased, type Reader, type Vault } from '@app/privacy';

/** Told at once: enough to share commits, few enough to leave others their turn. */
const AT_ONCE = 64;

interface Needs {
  readonly events: EventStore;
  readonly vault: Vault;
  readonly tell: Execute<RecordConsent, ConsentEvent>;
}

export interface OfAddress {
  readonly accountId: AccountId;
  readonly recipientKey: RecipientKey;
}

/** What a platform tells of one address, in plain text: it is sealed before it is stored. */
export interface ToldOfAddress {
  readonly accountId: AccountId;
  readonly recipient: string;
  readonly listId?: string | undefined;
  readonly signedUpAt?: Instant | undefined;
  readonly source?: NonNullable<RecordConsent['signUp']>['source'] | undefined;
  readonly ip?: string | undefined;
  readonly userAgent?: string | undefined;
  readonly url?: string | undefined;
  readonly wordingId?: string | undefined;
  readonly confirmedAt?: Instant | undefined;
  readonly confirmationIp?: string | undefined;
  readonly confirmationUserAgent?: string | undefined;
  readonly signedOffAt?: Instant | undefined;
  readonly signedOffVia?: string | undefined;
}

/** One event of an address, its personal data opened; null where there was none, or the person was erased. */
export interface OpenedConsent {
  readonly event: ConsentEvent;
  readonly address: string | null;
  readonly url: string | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
}

/** The archive of consent: what platforms tell of it, and what staff read. */
export class Consents {
  constructor(private readonly needs: Needs) {}

  /** One command an item, in the order of the batch. Each one's id is from the call's and from what it says: a batch sent
   *  again repeats none of them. Answers what came of each. */
  async record(batch: readonly ToldOfAddress[], at: Instant, meta: Meta): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (let from = 0; from < batch.length; from += AT_ONCE)
      outcomes.push(
        ...(await Promise.all(batch.slice(from, from + AT_ONCE).map((one) => this.tell(one, at, meta)))),
      );
    return outcomes;
  }

  /** Where the address came from, for mail sent to it then. */
  async originAt(of: OfAddress, at: Instant): Promise<Origin> {
    let state: ConsentState = consentDecider.initial;
    for await (const recorded of this.needs.events.read(streamOfConsent(of)))
      state = consentDecider.evolve(state, consentEvents.decode(recorded));
    return originAt(state, at);
  }

  /** The latest `limit` of what happened to one address, oldest first. Each opening is audited. */
  async opened(of: OfAddress, limit: number, reader: Reader): Promise<OpenedConsent[]> {
    const found: { event: ConsentEvent; recorded: Recorded }[] = [];
    for await (const recorded of this.needs.events.read(streamOfConsent(of)))
      found.push({ event: consentEvents.decode(recorded), recorded });
    found.sort((a, b) => happenedAt(a.event) - happenedAt(b.event));
    return Promise.all(
      found.slice(-limit).map(async ({ event, recorded }) => {
        const open = (name: string) => this.open(recorded, name, reader);
        const [address, url, ip, userAgent] = await Promise.all([
          open('address'),
          open('url'),
          open('ip'),
          open('userAgent'),
        ]);
        return { event, address, url, ip, userAgent };
      }),
    );
  }

  private async open(recorded: Recorded, name: string, reader: Reader): Promise<string | null> {
    if ((recorded.data[name] ?? null) === null) return null;
    const found = await this.needs.vault.openEvent(recorded, `/${name}`, reader);
    return wasErased(found) ? null : (found as string);
  }

  private async tell(told: ToldOfAddress, at: Instant, meta: Meta): Promise<Outcome> {
    const { vault, tell } = this.needs;
    const recipientKey = vault.identity.recipientKeyOf(told.recipient);
    const keyId = await vault.keyFor({ kind: 'recipient', id: recipientKey });
    const sealed = (text: string | undefined) => (text === undefined ? null : unsealed<string>(keyId, text));
    const { accountId, listId = null, signedUpAt, source, confirmedAt, signedOffAt } = told;
    return tell(
      {
        type: 'RecordConsent',
        accountId,
        recipientKey,
        at,
        ...(signedUpAt !== undefined &&
          source !== undefined && {
            signUp: {
              signedUpAt,
              source,
              listId,
              address: unsealed<string>(keyId, told.recipient),
              ip: sealed(told.ip),
              userAgent: sealed(told.userAgent),
              url: sealed(told.url),
              wordingId: told.wordingId ?? null,
            },
          }),
        ...(confirmedAt !== undefined && {
          confirmation: {
            confirmedAt,
            listId,
            ip: sealed(told.confirmationIp),
            userAgent: sealed(told.confirmationUserAgent),
          },
        }),
        ...(signedOffAt !== undefined && {
          withdrawal: {
            withdrawnAt: signedOffAt,
            listId,
            ip: null,
            userAgent: null,
            via: told.signedOffVia ?? null,
          },
        }),
      },
      { ...meta, commandId: uuidv5(meta.commandId, JSON.stringify(told)) },
    );
  }
}

/** When it happened, as the platform said. */
export const happenedAt = ({ type, data }: ConsentEvent): Instant => {
  switch (type) {
    case 'ConsentRecorded':
      return data.signedUpAt;
    case 'ConsentConfirmed':
      return data.confirmedAt;
    case 'ConsentWithdrawn':
      return data.withdrawnAt;
  }
};
