import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';
import { Unsealed, type Envelope, type Erased, type Json } from '@app/kernel';

// Personal data in an event. The associated data is `<event id>:<JSON pointer of the field in the stored data>`, so that
// an envelope put elsewhere, in another event or another field, does not open.

export const ERASED: Erased = { erased: true };

const IV = 12;
const ivs = Buffer.alloc(IV * 1_024); // drawn in bulk: one draw each would cost as much as the encryption
let used = ivs.length;
const freshIv = (): Buffer => {
  if (used === ivs.length) {
    randomFillSync(ivs);
    used = 0;
  }
  return ivs.subarray(used, (used += IV));
};

export const encloseField = (dek: Buffer, keyId: string, about: string, plaintext: unknown): Envelope => {
  const text = JSON.stringify(plaintext) as string | undefined;
  if (text === undefined)
    throw new TypeError(`${about}: ${typeof plaintext} is no JSON and cannot be sealed`);
  const iv = freshIv();
  const cipher = createCipheriv('aes-256-gcm', dek, iv).setAAD(Buffer.from(about));
  const ct = cipher.update(text, 'utf8', 'base64') + cipher.final('base64');
  return { k: keyId, iv: iv.toString('base64'), ct, tag: cipher.getAuthTag().toString('base64') };
};

/** Throws when key, event, field or a single bit are not those it was sealed with. */
export const discloseField = (dek: Buffer, about: string, { iv, ct, tag }: Envelope): unknown => {
  try {
    const decipher = createDecipheriv('aes-256-gcm', dek, Buffer.from(iv, 'base64'), { authTagLength: 16 })
      .setAAD(Buffer.from(about))
      .setAuthTag(Buffer.from(tag, 'base64'));
    return JSON.parse(decipher.update(ct, 'base64', 'utf8') + decipher.final('utf8'));
  } catch (cause) {
    throw new Error(
      `${about} does not open: it was sealed for another event or field, or has been changed since. Run verify`,
      { cause },
    );
  }
};

export const isEnvelope = (value: unknown): value is Envelope =>
  isObject(value) && ['k', 'iv', 'ct', 'tag'].every((name) => typeof value[name] === 'string');
export const isErased = (value: unknown): value is Erased => isObject(value) && value['erased'] === true;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Replaces every Unsealed in encoded event data; what holds none is passed on as it is. `enclose` gets its JSON pointer.
 *  Throws at an envelope that is there already: it was copied from another event, and would never open here. */
export const replaceUnsealed = (
  value: unknown,
  enclose: (field: Unsealed, pointer: string) => Envelope | Erased,
  pointer = '',
): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Unsealed) return enclose(value, pointer);
  if (Array.isArray(value)) return replaceItems(value, enclose, pointer);
  if (isEnvelope(value))
    throw new Error(
      `${pointer} holds an envelope of another event, which would never open here: refer to that event and open it there`,
    );
  let copy: Json | undefined;
  for (const name of Object.keys(value)) {
    const before = (value as Json)[name];
    if (typeof before !== 'object' || before === null) continue;
    const after = replaceUnsealed(before, enclose, `${pointer}/${escaped(name)}`);
    if (after !== before) (copy ??= { ...value })[name] = after;
  }
  return copy ?? value;
};

const replaceItems = (
  items: readonly unknown[],
  enclose: (field: Unsealed, pointer: string) => Envelope | Erased,
  pointer: string,
): readonly unknown[] => {
  const copy = items.map((item, i) => replaceUnsealed(item, enclose, `${pointer}/${i}`));
  return copy.some((item, i) => item !== items[i]) ? copy : items;
};

/** RFC 6901 section 3. */
const escaped = (name: string): string =>
  /[~/]/.test(name) ? name.replaceAll('~', '~0').replaceAll('/', '~1') : name;

/** What stands at a JSON pointer; undefined when nothing does. */
export const at = (data: unknown, pointer: string): unknown => {
  let value = data;
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Json)[name];
  }
  return value;
};
