import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { remembering } from './remember-keys';

const pem = () =>
  Buffer.from(generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }) as string);

describe('keys that are remembered', () => {
  const opened = () => {
    let made = 0;
    const make = remembering((key) => {
      made += 1;
      return createPublicKey(key);
    }, 2);
    return { make: (key: Buffer) => make({ key, format: 'pem' }), made: () => made };
  };

  it('are made once, and are the keys they were', () => {
    const { make, made } = opened();
    const [a, b] = [pem(), pem()];
    for (const key of [a, b, a, Buffer.from(a), b])
      expect(make(key).export({ type: 'spki', format: 'pem' })).toBe(key.toString());
    expect(made()).toBe(2);
  });

  it('are no more than so many: the one that was not used for longest goes', () => {
    const { make, made } = opened();
    const [a, b, c] = [pem(), pem(), pem()];
    for (const key of [a, b, a, c]) make(key);
    expect(made()).toBe(3);
    make(a);
    expect(made()).toBe(3);
    make(b);
    expect(made()).toBe(4);
  });

  it('are none of those that cannot be read', () => {
    const { make } = opened();
    const broken = Buffer.from('-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----');
    expect(() => make(broken)).toThrow();
    expect(() => make(broken)).toThrow();
  });
});
