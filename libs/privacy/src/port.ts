import type { Day, Erased, Instant, Json, RecipientKey, ReportId } from '@app/kernel';
import type { KeyId, Opening, Subject } from './subject';

/** Keyed hashes under keys that are made once and never rotate: equal things stay equal for as long as the log lives. */
export interface Identity {
  /** 32 hex digits for the bytes as received, line ends made CRLF, so that a file and its SMTP delivery are one report. */
  readonly reportIdOf: (bytes: Uint8Array) => ReportId;
  /** 32 hex digits for an address, its domain in lower case A-labels and its local part in lower case. */
  readonly recipientKeyOf: (address: string) => RecipientKey;
  /** 32 hex digits for one delivered message, named by its Message-ID and recipient. */
  readonly deliveryKeyOf: (messageId: string, recipient: RecipientKey) => string;
  /** 32 hex digits for a text as it stands, by what it is: the same text of another kind has another. */
  readonly termKeyOf: (kind: string, text: string) => string;
}

/** HMAC-SHA-256 keys of one purpose (answer links, VERP, trace tokens …): one signs, all that are not retired verify. */
export interface Keyring {
  readonly purpose: string;
  readonly currentId: string;
  readonly ids: readonly string[];
  /** 32 bytes; undefined when there is no such key, or it was retired. */
  key(id: string): Buffer | undefined;
  /** 32 bytes, by the current key unless told otherwise. */
  sign(data: string | Uint8Array, keyId?: string): Buffer;
  /** In constant time; a shortened tag of at least 10 bytes is compared over its own length. */
  verify(keyId: string, data: string | Uint8Array, tag: Uint8Array): boolean;
}

/** Who opens personal data, and why: the audit wants to know. */
export interface Reader {
  readonly by: string;
  readonly why: string;
}

/** An event as it is stored, of which a field is opened; `Recorded` of @app/event-store is one. */
export interface SealedEvent {
  readonly id: string;
  readonly data: Json;
}

/** What command execution calls just before it appends: puts an envelope where the event holds unsealed personal data. */
export interface Sealer {
  seal(eventId: string, data: Json): Promise<Json>;
}

/** The keys to personal data, apart from the events. */
export interface Vault extends Sealer {
  readonly identity: Identity;
  /** The key of a subject, made when there is none; durable when it resolves. Rejects with StoreBusy or StoreFull. */
  keyFor(subject: Subject): Promise<KeyId>;
  /** Files a key under one more subject, whose erasure then destroys it too. Durable when it resolves. */
  fileUnder(keyId: KeyId, subject: Subject): Promise<void>;
  /** Erasure: destroys the subjects' keys and those filed under them, and forgets which subjects they were of. What they
   *  sealed opens as `{erased: true}` from then on. Returns the keys destroyed; destroying again destroys nothing. */
  destroy(...subjects: Subject[]): Promise<KeyId[]>;
  /** `path` is the JSON pointer (RFC 6901) of the field in the data of the event as it is stored, before upcasts. Audited
   *  before the plaintext is handed out. Throws UnknownKey, or an error when the field was moved, copied or changed. */
  open(eventId: string, path: string, envelope: unknown, reader: Reader): Promise<unknown>;
  /** Opens one field of a stored event. */
  openEvent(event: SealedEvent, path: string, reader: Reader): Promise<unknown>;
  keyring(purpose: string): Promise<Keyring>;
  /** A new current key; the older ones go on verifying. */
  rotate(purpose: string): Promise<Keyring>;
  /** Admits a key made elsewhere (a platform mints its own trace tokens): it verifies here, and never signs. */
  admit(purpose: string, keyId: string, key: Uint8Array): Promise<Keyring>;
  /** That key verifies no more. The current one cannot be retired. */
  retire(purpose: string, keyId: string): Promise<Keyring>;
  close(): Promise<void>;
}

/** A raw report that no event names. */
export interface Orphan {
  readonly segment: Day;
  readonly reportId: ReportId;
  readonly at: Instant;
  readonly bytes: Buffer;
  readonly about: Json;
}

/** Raw reports, each encrypted under a key of its own, in daily segments (UTC). Every adapter passes `rawStoreContract`. */
export interface RawStore {
  /** Resolves once durable. Idempotent: the same report again keeps the first copy and says where it is, `fresh: false`.
   *  `about` (how it came: envelope, channel, flags) is kept with it, encrypted too, so that an orphan can be submitted
   *  again as it was. Rejects with StoreBusy or StoreFull, and has kept nothing then. */
  put(
    reportId: ReportId,
    bytes: Uint8Array,
    at: Instant,
    about?: Json,
  ): Promise<{ segment: Day; keyId: KeyId; fresh: boolean }>;
  /** undefined: no such report in that segment. */
  get(segment: Day, reportId: ReportId): Promise<Buffer | Erased | undefined>;
  /** Reports stored before `olderThan` that `known` does not know, to be submitted again; erased ones are passed over.
   *  `known` is asked for up to 500 at a time and answers with those an event names. Without `since`, past days that were
   *  gone through to their end are not looked at again. */
  orphans(
    olderThan: Instant,
    known: (reportIds: readonly ReportId[]) => Promise<ReadonlySet<ReportId>>,
    since?: Day,
  ): AsyncIterable<Orphan>;
  /** Deletes whole days of originals before `before`, but for those that `inUse` names, and answers which. A day whose
   *  orphans were not all submitted again stays. `inUse` is asked only when there is something to delete. */
  expire(before: Day, inUse: () => Promise<ReadonlySet<Day>>): Promise<Day[]>;
  close(): Promise<void>;
}

export type AuditOpening = (opening: Opening) => void | Promise<void>;
