import type { AccountId, Erased, Instant, RecipientKey, Sealed } from '@app/kernel';
import type { Confirmation, SignUp, Withdrawal } from './shapes';

type Personal = Sealed<string> | Erased;

export interface From {
  readonly ip: Personal | null;
  readonly userAgent: Personal | null;
}

/** What the platform tells of one address and one account: any of the three, as late and as often as it likes. */
export interface RecordConsent {
  readonly type: 'RecordConsent';
  readonly accountId: AccountId;
  readonly recipientKey: RecipientKey;
  readonly at: Instant;
  readonly signUp?: SignUp &
    From & {
      readonly address: Personal;
      readonly url: Personal | null;
      readonly wordingId: string | null;
    };
  readonly confirmation?: Confirmation & From;
  readonly withdrawal?: Withdrawal & From & { readonly via: string | null };
}
