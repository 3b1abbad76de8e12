import type { Instant } from '@app/kernel';
import type { BrandFace, Composed } from './notice';

/** One mail to one address. */
export interface OutgoingMail extends Composed {
  /** A UUID: idempotency key, local part of the Message-ID, and what the return path's token refers to. */
  readonly id: string;
  readonly brand: BrandFace;
  readonly to: { readonly address: string; readonly name?: string };
  /** `Date`, from the clock of whoever sends. */
  readonly date: Instant;
  /** `null`: no bounce may come back (acknowledgements). */
  readonly returnPath: 'verp' | 'null';
}

/** `accepted`: the relay answered 250, at that instant; a customer's time starts then. `temporary`: try again under the
 *  same id. `permanent`: this address takes no mail, try the next contact. `detail` is for people, one line. */
export type Sent =
  | { readonly outcome: 'accepted'; readonly at: Instant; readonly detail: string }
  | { readonly outcome: 'temporary'; readonly detail: string }
  | { readonly outcome: 'permanent'; readonly detail: string };

/** Mail out. At least once: the same id may be sent again, and carries the same Message-ID then. Every adapter passes
 *  `mailerContract`. Never rejects for what a relay or a disk says; that is an outcome. */
export interface Mailer {
  send(mail: OutgoingMail): Promise<Sent>;
  close(): Promise<void>;
}

/** Keys of one purpose, 32 bytes each; a `Keyring` of the vault is one. Their ids are lower-case letters and digits. */
export interface SigningKeys {
  readonly currentId: string;
  /** undefined: there is none of this id, or it was retired. */
  key(id: string): Buffer | undefined;
}
