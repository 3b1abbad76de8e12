import crypto, { type KeyObject } from 'node:crypto';

type Make = typeof crypto.createPublicKey;

/** The same function, which makes each of the last `most` keys given as PEM or DER once. OpenSSL 3 takes 120–180 µs to
 *  decode an RSA key, more than a third of the verification of a report, and a feedback source signs all it sends with one
 *  or two. A key object cannot be changed, so that nobody sees whose it is. */
export const remembering = (make: Make, most: number): Make => {
  const known = new Map<string, KeyObject>(); // in the order of their last use
  return (key) => {
    if (typeof key !== 'object' || !('key' in key) || !Buffer.isBuffer(key.key)) return make(key);
    const name = `${key.format} ${'type' in key ? key.type : ''} ${key.key.toString('latin1')}`;
    const found = known.get(name) ?? make(key);
    known.delete(name);
    known.set(name, found);
    if (known.size > most) known.delete(known.keys().next().value!);
    return found;
  };
};

/** For all that runs in this thread: mailauth makes the key anew for each signature, and takes none from outside. */
export const rememberKeys = (most: number): void => {
  crypto.createPublicKey = remembering(crypto.createPublicKey, most);
};
