import { createHmac, randomBytes, randomInt } from 'node:crypto';
import type Database from 'libsql';
import type { Instant } from '@app/kernel';
import { Bounded } from './bounded';
import { UnknownKey } from './errors';
import type { GroupWriter } from './group-writer';
import type { KeyId, Subject } from './subject';
import { rows } from './tables';
import { decrypt, encrypt } from './wrap';

const KEPT = 5_000; // of each cache: some 2 MB. More made nothing faster: a key is asked for again while its report is new

interface Making {
  readonly keyId: KeyId;
  readonly dek: Buffer;
  readonly durable: Promise<void>;
}

interface Options {
  readonly file: string;
  readonly reading: Database.Database;
  readonly writer: GroupWriter;
  readonly master: Buffer;
  /** Under which subjects are hashed. */
  readonly pepper: Buffer;
  readonly now: () => Instant;
}

/** One data key (AES-256) for each subject, wrapped by the master key. */
export class DataKeys {
  private next: number;
  private readonly bySubject = new Bounded<string, KeyId>(KEPT);
  private readonly open = new Bounded<KeyId, Buffer>(KEPT);
  private readonly making = new Map<string, Making>();

  constructor(private readonly with_: Options) {
    this.next = firstIdOf(with_.reading);
  }

  async keyFor(subject: Subject): Promise<KeyId> {
    const { keyId, durable } = this.ahead(subject);
    await durable;
    return keyId;
  }

  /** The key before it is durable, so that what is written under it need not wait for it: whoever takes it makes nothing
   *  known before `durable` has resolved, and gets over it when the key is gone after a crash. Those who ask for the
   *  same new key at once get the same one. `dek` is undefined when it was destroyed this very moment. */
  ahead(subject: Subject): { keyId: KeyId; dek: Buffer | undefined; durable: Promise<unknown> } {
    const name = nameOf(subject);
    const making = this.making.get(name);
    if (making) return making;
    const keyId = this.bySubject.get(name) ?? this.kept(subject);
    if (keyId === undefined) return this.make(subject);
    this.bySubject.set(name, keyId);
    return { keyId, dek: this.dek(keyId), durable: Promise.resolve() };
  }

  /** When the subject's key was made; undefined: there is none. Makes none. */
  madeAt(subject: Subject): Instant | undefined {
    const [row] = this.rows<{ made_at: Instant }>(
      'select made_at from keys where subject = ?1',
      this.hash(subject),
    );
    return row?.made_at;
  }

  async fileUnder(keyId: KeyId, subject: Subject): Promise<void> {
    if (!this.dek(keyId)) return; // erased meanwhile: nothing is left to find
    await this.write(
      'insert into filed select ?1, id from keys where id = ?2 and wrapped is not null on conflict do nothing',
      [this.hash(subject), rowOf(keyId)],
    );
  }

  /** The key; undefined when it was destroyed. */
  dek(keyId: KeyId): Buffer | undefined {
    const known = this.open.get(keyId);
    if (known) return known;
    const [row] = this.rows<{ wrapped: ArrayBuffer | null }>(
      'select wrapped from keys where id = ?1',
      rowOf(keyId),
    );
    if (!row) throw new UnknownKey(keyId);
    if (!row.wrapped) return undefined;
    const dek = decrypt(this.with_.master, new Uint8Array(row.wrapped), keyId);
    this.open.set(keyId, dek);
    return dek;
  }

  async destroy(subjects: readonly Subject[]): Promise<KeyId[]> {
    const destroyed: KeyId[] = [];
    for (const subject of subjects) {
      await this.making.get(nameOf(subject))?.durable;
      for (let ids = await this.standing(subject); ids.length > 0; ids = await this.standing(subject)) {
        await this.wipe(ids);
        destroyed.push(...ids.map(keyIdOf));
      }
    }
    return destroyed;
  }

  /** What is to go, those included whose filing was still waiting to be written. */
  private async standing(subject: Subject): Promise<number[]> {
    await this.with_.writer.write({ file: this.with_.file, statements: [] });
    return this.rows<{ id: number }>(
      `select id from keys where subject = ?1
       union select key from filed where subject = ?1`,
      this.hash(subject),
    ).map(({ id }) => id);
  }

  private async wipe(ids: readonly number[]): Promise<void> {
    const all = JSON.stringify(ids);
    const these = '(select value from json_each(?1))';
    await this.with_.writer.write({
      file: this.with_.file,
      statements: [
        { text: `update keys set subject = null, wrapped = null where id in ${these}`, params: [all] },
        { text: `delete from filed where key in ${these}`, params: [all] },
      ],
      after: 'pragma wal_checkpoint(truncate)', // the log of the database held the wrapped keys too
    });
    const gone = new Set(ids.map(keyIdOf));
    this.open.deleteWhere((_, id) => gone.has(id));
    this.bySubject.deleteWhere((id) => gone.has(id));
  }

  private make(subject: Subject): Making {
    const name = nameOf(subject);
    const id = this.next++;
    const keyId = keyIdOf(id);
    const dek = randomBytes(32);
    const durable = this.write('insert into keys(id, subject, wrapped, made_at) values (?1, ?2, ?3, ?4)', [
      BigInt(id),
      this.hash(subject),
      encrypt(this.with_.master, dek, keyId),
      BigInt(this.with_.now()),
    ])
      .then(() => {
        this.open.set(keyId, dek);
        this.bySubject.set(name, keyId);
      })
      .finally(() => this.making.delete(name));
    const making = { keyId, dek, durable };
    this.making.set(name, making);
    return making;
  }

  private kept(subject: Subject): KeyId | undefined {
    const [row] = this.rows<{ id: number }>('select id from keys where subject = ?1', this.hash(subject));
    return row && keyIdOf(row.id);
  }

  /** 16 bytes: nobody without the pepper can tell whose key it is, or look one up. */
  private hash(subject: Subject): Buffer {
    return createHmac('sha256', this.with_.pepper).update(nameOf(subject)).digest().subarray(0, 16);
  }

  private write(text: string, params: readonly (string | bigint | Uint8Array)[]): Promise<unknown> {
    return this.with_.writer.write({ file: this.with_.file, statements: [{ text, params }] });
  }

  private rows<Row>(text: string, ...params: unknown[]): Row[] {
    return rows<Row>(this.with_.reading, text, ...params);
  }
}

const IDS_A_START = 2 ** 30;
const STARTS = 2 ** 21;

/** Ids whose keys a crash or an older backup took away still stand in blobs and events: no later key may have one of
 *  them, or it would seem to be theirs. So each start draws a range of its own, and counts up in it. */
const firstIdOf = (db: Database.Database): number => {
  const first = randomInt(1, STARTS) * IDS_A_START;
  const taken = 'select 1 from keys where id between ?1 and ?2 limit 1';
  return rows(db, taken, first, first + IDS_A_START - 1).length === 0 ? first : firstIdOf(db);
};

const nameOf = ({ kind, id }: Subject): string => `${kind}:${id}`;
// Opaque to others, and short: it stands in every sealed field.
const keyIdOf = (row: number): KeyId => row.toString(36);
const rowOf = (keyId: KeyId): bigint => {
  const row = /^[0-9a-z]{1,11}$/.test(keyId) ? parseInt(keyId, 36) : NaN;
  if (!(row <= Number.MAX_SAFE_INTEGER)) throw new UnknownKey(keyId);
  return BigInt(row);
};
