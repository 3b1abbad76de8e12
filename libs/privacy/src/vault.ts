import { randomBytes } from 'node:crypto';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'libsql';
import type { Erased, Instant, Json, Unsealed } from '@app/kernel';
import { DataKeys } from './data-keys';
import { at, discloseField, encloseField, ERASED, isEnvelope, isErased, replaceUnsealed } from './envelope';
import { GroupWriter } from './group-writer';
import { identityUnder } from './identity';
import { Keyrings } from './keyrings';
import { masterKey, type Warn } from './master-key';
import { openDatabase } from './open-database';
import type { AuditOpening, Identity, Keyring, Reader, SealedEvent, Vault } from './port';
import type { KeyId, Subject } from './subject';
import { keysDb, rows } from './tables';
import { decrypt, encrypt } from './wrap';

export interface VaultOptions {
  readonly dataDir: string;
  /** Default `<dataDir>/keys/master`, which alone is made when absent; a file named here has to be there. */
  readonly masterFile?: string | undefined;
  readonly now: () => Instant;
  readonly warn: Warn;
  /** Told of every opening before the plaintext is handed out; when it throws, nothing is. */
  readonly onOpened?: AuditOpening;
  /** Told once, when the key store can no longer be trusted: the process should end. */
  readonly onFatal?: (error: Error) => void;
}

/** `<dataDir>/keys/keys.db`: one owner, like the rest of the data directory. Its backups must expire sooner than those of
 *  the events, or an erasure could be undone by them. */
export class SqliteVault implements Vault {
  readonly identity: Identity;
  /** For the raw store of the same desk. */
  readonly keys: DataKeys;
  private readonly rings: Keyrings;
  private readonly reading: Database.Database;
  private readonly writer: GroupWriter;

  constructor(private readonly options: VaultOptions) {
    const folder = join(options.dataDir, 'keys');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, 'keys.db');
    const mayMake = options.masterFile === undefined && !statSync(file, { throwIfNoEntry: false });
    const master = masterKey(options.masterFile ?? join(folder, 'master'), mayMake, options.warn);
    this.reading = openDatabase(file, keysDb);
    const secret = secretsOf(this.reading, file, master);
    this.identity = identityUnder(secret('identity'), secret('pepper'));
    // What is deleted is overwritten too: a destroyed key must not lie in a free page.
    const { onFatal } = options;
    this.writer = new GroupWriter({ name: 'key store', pragmas: 'pragma secure_delete = on', onFatal });
    const shared = { file, reading: this.reading, writer: this.writer, master };
    this.keys = new DataKeys({ ...shared, pepper: secret('subjects'), now: options.now });
    this.rings = new Keyrings(shared);
  }

  keyFor(subject: Subject): Promise<KeyId> {
    return this.keys.keyFor(subject);
  }
  fileUnder(keyId: KeyId, subject: Subject): Promise<void> {
    return this.keys.fileUnder(keyId, subject);
  }
  destroy(...subjects: Subject[]): Promise<KeyId[]> {
    return this.keys.destroy(subjects);
  }

  /** A field whose key was destroyed since the command was given is stored as erased. */
  // eslint-disable-next-line @typescript-eslint/require-await -- keys may once live in a service; a throw must reject
  async seal(eventId: string, data: Json): Promise<Json> {
    const enclose = ({ keyId, plaintext }: Unsealed, pointer: string) => {
      const dek = this.keys.dek(keyId);
      return dek ? encloseField(dek, keyId, `${eventId}:${pointer}`, plaintext) : ERASED;
    };
    return replaceUnsealed(data, enclose) as Json;
  }

  async open(eventId: string, path: string, envelope: unknown, reader: Reader): Promise<unknown> {
    if (isErased(envelope)) return ERASED;
    if (!isEnvelope(envelope))
      throw new TypeError(
        `event ${eventId} holds no sealed field at ${path}: name one by its JSON pointer, /contacts/0`,
      );
    const dek = this.keys.dek(envelope.k);
    if (!dek) return ERASED;
    const plaintext = discloseField(dek, `${eventId}:${path}`, envelope);
    await this.options.onOpened?.({ ...reader, keyId: envelope.k, eventId, path, at: this.options.now() });
    return plaintext;
  }

  openEvent(event: SealedEvent, path: string, reader: Reader): Promise<unknown> {
    return this.open(event.id, path, at(event.data, path), reader);
  }

  keyring(purpose: string): Promise<Keyring> {
    return this.rings.keyring(purpose);
  }
  rotate(purpose: string): Promise<Keyring> {
    return this.rings.rotate(purpose);
  }
  admit(purpose: string, keyId: string, key: Uint8Array): Promise<Keyring> {
    return this.rings.admit(purpose, keyId, key);
  }
  retire(purpose: string, keyId: string): Promise<Keyring> {
    return this.rings.retire(purpose, keyId);
  }

  async close(): Promise<void> {
    await this.writer.close();
    this.reading.close();
  }
}

/** Told apart from the value of a field by its shape alone: no sealed field holds one. */
export const wasErased = (opened: unknown): opened is Erased => opened === ERASED;

/** The keys made once and never rotated. All are made together, so that a crash leaves all or none. */
const secretsOf = (db: Database.Database, file: string, master: Buffer) => {
  const names = ['identity', 'pepper', 'subjects'] as const;
  const kept = () => rows<{ name: string; wrapped: ArrayBuffer }>(db, 'select name, wrapped from secrets');
  if (kept().length === 0) {
    const insert = db.prepare('insert into secrets(name, wrapped) values (?1, ?2)');
    db.transaction(() => {
      for (const name of names) insert.run(name, encrypt(master, randomBytes(32), `secret:${name}`));
    }).immediate();
  }
  const secrets = new Map(kept().map(({ name, wrapped }) => [name, new Uint8Array(wrapped)]));
  return (name: (typeof names)[number]): Buffer => {
    try {
      return decrypt(master, secrets.get(name)!, `secret:${name}`);
    } catch (cause) {
      throw new Error(`${file} was written under another master key: put that one back`, { cause });
    }
  };
};
