import { sql, type Instant } from '@app/kernel';
import type { ReadStore } from '@app/read-store';
import { hashOf, mintKey, readKey, sameHash } from './api-key';
import { role as roleSchema, type Role } from './roles';

export interface KeyRow {
  readonly id: string;
  readonly role: Role;
  readonly name: string;
  /** The feedback source that reports with it. */
  readonly source: string | null;
  readonly createdAt: Instant;
  readonly revokedAt: Instant | null;
}
/** Whose key a call came with. */
export interface Caller {
  readonly keyId: string;
  readonly role: Role;
  readonly source?: string;
}
/** The id of the key that the settings name. */
export const SETTINGS_KEY_ID = 'settings-admin';

/** Another process that shares the tables may revoke a key: it works there at most this much longer. */
const FRESH_FOR = 5_000;

interface StoredRow {
  readonly id: string;
  readonly hash: string;
  readonly role: string;
  readonly name: string;
  readonly source: string | null;
  readonly created_at: number;
  readonly revoked_at: number | null;
}

/** API keys, of which only hashes are stored. A key is shown when it is made and never again. */
export class KeyStore {
  private known = new Map<string, StoredRow>();
  private readAt: number | undefined;
  private readonly settingsKeyHash: string | undefined;

  /** `settingsKey` is an admin's key that was chosen by people (MELDKAMER_ADMIN_KEY); it is not stored at all. */
  constructor(
    private readonly tables: ReadStore,
    private readonly now: () => Instant,
    settingsKey?: string,
  ) {
    this.settingsKeyHash = settingsKey === undefined ? undefined : hashOf(settingsKey);
  }

  /** Whose key this is; undefined when nobody's, or revoked. Takes the same time for any wrong secret. */
  async callerOf(key: string): Promise<Caller | undefined> {
    const read = readKey(key);
    if (read) {
      const row = (await this.rows()).get(read.id);
      if (row && sameHash(hashOf(read.secret), row.hash) && row.revoked_at === null)
        return {
          keyId: row.id,
          role: roleSchema.parse(row.role),
          ...(row.source !== null && { source: row.source }),
        };
    }
    return this.settingsKeyHash !== undefined && sameHash(hashOf(key), this.settingsKeyHash)
      ? { keyId: SETTINGS_KEY_ID, role: 'admin' }
      : undefined;
  }

  /** The whole key is in the answer, and nowhere else from then on. */
  async create(role: Role, name: string, source?: string): Promise<{ id: string; key: string }> {
    const { id, key, hash } = mintKey();
    await this.tables.commit([
      sql(
        'insert into api_keys(id, hash, role, name, created_at, source) values ($1, $2, $3, $4, $5, $6)',
        id,
        hash,
        role,
        name,
        this.now(),
        source ?? null,
      ),
    ]);
    this.readAt = undefined;
    return { id, key };
  }

  /** False when there is no such key. Revoking twice is once. */
  async revoke(id: string): Promise<boolean> {
    await this.tables.commit([
      sql('update api_keys set revoked_at = $2 where id = $1 and revoked_at is null', id, this.now()),
    ]);
    this.readAt = undefined;
    return (await this.rows()).has(id);
  }

  /** Whether somebody works with that key at present. */
  async isHeld(id: string): Promise<boolean> {
    if (id === SETTINGS_KEY_ID) return this.settingsKeyHash !== undefined;
    return (await this.rows()).get(id)?.revoked_at === null;
  }

  /** All keys that ever were, oldest first. */
  async list(): Promise<KeyRow[]> {
    const rows = await this.tables.all<StoredRow>('select * from api_keys order by created_at, id');
    return rows.map((row) => ({
      id: row.id,
      role: roleSchema.parse(row.role),
      name: row.name,
      source: row.source,
      createdAt: Number(row.created_at) as Instant,
      revokedAt: row.revoked_at === null ? null : (Number(row.revoked_at) as Instant),
    }));
  }

  /** On the first start of a desk whose settings name no admin key: one is made, to be shown to whoever starts it. */
  async firstAdminKey(): Promise<string | undefined> {
    if (this.settingsKeyHash !== undefined || (await this.list()).some(({ role }) => role === 'admin'))
      return undefined;
    return (await this.create('admin', 'first start')).key;
  }

  private async rows(): Promise<ReadonlyMap<string, StoredRow>> {
    const at = this.now();
    if (this.readAt === undefined || at - this.readAt >= FRESH_FOR || at < this.readAt) {
      const rows = await this.tables.all<StoredRow>('select * from api_keys');
      this.known = new Map(rows.map((row) => [row.id, row]));
      this.readAt = at;
    }
    return this.known;
  }
}
