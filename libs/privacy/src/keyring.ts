import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Keyring } from './port';

const SHORTEST_TAG = 10; // bytes; RFC 2104 section 5 allows half of the hash, we need room in a local part of 64

export interface RingKey {
  readonly id: string;
  readonly key: Buffer;
  /** Admitted from elsewhere: verifies only. */
  readonly foreign: boolean;
}

/** Live: holders of it see rotation and retirement at once. */
export class HeldKeyring implements Keyring {
  private keys = new Map<string, RingKey>();

  constructor(
    readonly purpose: string,
    keys: readonly RingKey[],
  ) {
    this.replace(keys);
  }

  /** In the order they were made, without the retired ones. */
  replace(keys: readonly RingKey[]): void {
    this.keys = new Map(keys.map((key) => [key.id, key]));
  }

  get ids(): readonly string[] {
    return [...this.keys.keys()];
  }

  get currentId(): string {
    return [...this.keys.values()].findLast(({ foreign }) => !foreign)!.id;
  }

  key(id: string): Buffer | undefined {
    return this.keys.get(id)?.key;
  }

  sign(data: string | Uint8Array, keyId = this.currentId): Buffer {
    const held = this.keys.get(keyId);
    if (!held || held.foreign)
      throw new Error(
        `${this.purpose}: key ${keyId} ${held ? 'was made elsewhere' : 'is not held'} and cannot sign`,
      );
    return hmac(held.key, data);
  }

  verify(keyId: string, data: string | Uint8Array, tag: Uint8Array): boolean {
    const held = this.keys.get(keyId);
    if (!held || tag.length < SHORTEST_TAG || tag.length > 32) return false;
    return timingSafeEqual(hmac(held.key, data).subarray(0, tag.length), tag);
  }
}

const hmac = (key: Buffer, data: string | Uint8Array): Buffer =>
  createHmac('sha256', key).update(data).digest();
