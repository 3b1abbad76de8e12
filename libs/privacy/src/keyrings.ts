import { randomBytes } from 'node:crypto';
import type Database from 'libsql';
import type { GroupWriter, Write } from './group-writer';
import { HeldKeyring } from './keyring';
import type { Keyring } from './port';
import { rows } from './tables';
import { decrypt, encrypt } from './wrap';

interface Options {
  readonly file: string;
  readonly reading: Database.Database;
  readonly writer: GroupWriter;
  readonly master: Buffer;
}

interface Row {
  readonly id: string;
  readonly seq: number;
  readonly foreign_key: number;
  readonly wrapped: ArrayBuffer | null;
}

/** The signing keys of every purpose. One change at a time each, so that two rotations at once are two keys. */
export class Keyrings {
  private readonly held = new Map<string, HeldKeyring>();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly with_: Options) {}

  /** Made with its first key when there is none. */
  keyring(purpose: string): Promise<Keyring> {
    const held = this.held.get(purpose);
    return held
      ? Promise.resolve(held)
      : this.inTurn(async () => this.read(purpose) ?? (await this.add(purpose)));
  }

  rotate(purpose: string): Promise<Keyring> {
    return this.inTurn(() => this.add(purpose));
  }

  admit(purpose: string, keyId: string, key: Uint8Array): Promise<Keyring> {
    return this.inTurn(async () => {
      if (!/^[A-Za-z0-9]{1,16}$/.test(keyId))
        throw new Error(`${keyId} is no key id: 1 to 16 letters and digits are wanted`);
      if (key.length < 32)
        throw new Error(`${purpose}: key ${keyId} has ${key.length} bytes, at least 32 are wanted`);
      if (!this.rows(purpose).length) await this.add(purpose);
      if (this.rows(purpose).some(({ id }) => id === keyId))
        throw new Error(`${purpose} has, or had, a key ${keyId} already: give this one another id`);
      return this.add(purpose, { id: keyId, key: Buffer.from(key) });
    });
  }

  retire(purpose: string, keyId: string): Promise<Keyring> {
    return this.inTurn(async () => {
      const ring = this.read(purpose);
      if (!ring?.key(keyId))
        throw new Error(`${purpose} holds no key ${keyId}: it holds ${ring?.ids.join(', ')}`);
      if (ring.currentId === keyId)
        throw new Error(
          `${purpose}: key ${keyId} is the current one; rotate first, and retire it when nothing is out under it`,
        );
      return this.change(purpose, {
        text: 'update rings set wrapped = null where purpose = ?1 and id = ?2',
        params: [purpose, keyId],
      });
    });
  }

  private add(purpose: string, foreign?: { id: string; key: Buffer }): Promise<Keyring> {
    const seq = 1 + Math.max(0, ...this.rows(purpose).map((row) => row.seq));
    const { id, key } = foreign ?? { id: this.freeId(purpose, seq), key: randomBytes(32) };
    return this.change(purpose, {
      text: 'insert into rings(purpose, id, seq, foreign_key, wrapped) values (?1, ?2, ?3, ?4, ?5)',
      params: [
        purpose,
        id,
        BigInt(seq),
        foreign ? 1n : 0n,
        encrypt(this.with_.master, key, aboutOf(purpose, id)),
      ],
    });
  }

  private freeId(purpose: string, from: number): string {
    const taken = new Set(this.rows(purpose).map(({ id }) => id));
    for (let n = from; ; n++) if (!taken.has(n.toString(36))) return n.toString(36);
  }

  private async change(purpose: string, write: Write): Promise<Keyring> {
    await this.with_.writer.write({ file: this.with_.file, statements: [write] });
    return this.read(purpose)!;
  }

  private read(purpose: string): HeldKeyring | undefined {
    const all = this.rows(purpose);
    if (all.length === 0) return undefined;
    const keys = all.flatMap(({ id, foreign_key, wrapped }) =>
      wrapped
        ? [
            {
              id,
              foreign: foreign_key === 1,
              key: decrypt(this.with_.master, new Uint8Array(wrapped), aboutOf(purpose, id)),
            },
          ]
        : [],
    );
    const held = this.held.get(purpose);
    if (held) held.replace(keys);
    else this.held.set(purpose, new HeldKeyring(purpose, keys));
    return this.held.get(purpose);
  }

  private rows(purpose: string): Row[] {
    return rows<Row>(this.with_.reading, 'select * from rings where purpose = ?1 order by seq', purpose);
  }

  private inTurn(change: () => Promise<Keyring>): Promise<Keyring> {
    const done = this.turn.then(change);
    this.turn = done.catch(() => undefined);
    return done;
  }
}

const aboutOf = (purpose: string, id: string): string => `ring:${purpose}:${id}`;
