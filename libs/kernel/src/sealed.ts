import { z } from 'zod';

declare const content: unique symbol;
/** Personal data under a key of its own. The domain passes it on; only the edge, which holds the keys, opens it. */
export interface Sealed<T> {
  readonly [content]: T;
}
/** What takes its place once the person has been erased: valid wherever a Sealed is. */
export interface Erased {
  readonly erased: true;
}

/** Key id, nonce, ciphertext, tag. The associated data (event id and field path) is not stored: it is known where it stands. */
const envelope = z.strictObject({ k: z.string(), iv: z.base64(), ct: z.base64(), tag: z.base64() });
export type Envelope = z.output<typeof envelope>;
const erased = z.strictObject({ erased: z.literal(true) });

/** Personal data on its way into an event: the edge puts it into a command, command execution seals it for the event it
 *  ends up in, whose id is part of what the seal binds. It refuses to be serialised, so that no log or table can hold it. */
export class Unsealed {
  constructor(
    /** Whose data it is: the name of the key, as the vault gave it. */
    readonly keyId: string,
    readonly plaintext: unknown,
  ) {}
  toJSON(): never {
    throw new Error('personal data must be sealed before it is stored or logged');
  }
}
/** Typed as what it will become; the domain cannot tell the difference. */
export const unsealed = <T>(keyId: string, plaintext: T): Sealed<T> =>
  new Unsealed(keyId, plaintext) as unknown as Sealed<T>;

/** Marks a field as personal data: tools find such fields by this metadata, people by this word. */
export const sealed = <T>(): z.ZodType<Sealed<T> | Erased> =>
  z.union([envelope, erased, z.instanceof(Unsealed)]).meta({ personal: true }) as unknown as z.ZodType<
    Sealed<T> | Erased
  >;
