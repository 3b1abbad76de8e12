import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const IV = 12;
const TAG = 16;

/** AES-256-GCM as one block: nonce (12 bytes), tag (16), ciphertext. `about` is bound but not stored. */
export const encrypt = (key: Buffer, plaintext: Uint8Array, about: string): Buffer => {
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(about));
  const ciphertext = cipher.update(plaintext);
  cipher.final(); // GCM is a stream cipher: nothing is left, but the tag needs it
  return Buffer.concat([iv, cipher.getAuthTag(), ciphertext]);
};

/** Throws when key, `about` or a single bit differ from what was encrypted. */
export const decrypt = (key: Buffer, block: Uint8Array, about: string): Buffer => {
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV), { authTagLength: TAG })
    .setAAD(Buffer.from(about))
    .setAuthTag(bytes.subarray(IV, IV + TAG));
  const plaintext = decipher.update(bytes.subarray(IV + TAG));
  decipher.final();
  return plaintext;
};
