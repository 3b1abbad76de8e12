import { isIP } from 'node:net';
import { z } from 'zod';

/** What the loader has to know of a setting beyond its type. */
export interface SettingMeta {
  /** A path: relative ones are taken from the folder of the layer that names them. */
  readonly path?: true;
  /** Never printed: wholly, or only the user and password inside a URL. */
  readonly secret?: 'all' | 'credentials';
}

const described = <S extends z.ZodType>(schema: S, allowed: string, meta: SettingMeta = {}): S =>
  schema.meta({ description: allowed, ...meta });

/** The description of a setting is what an error says is allowed, so it reads as a noun. */
export const integer = (from: number, to: number) =>
  described(z.int().min(from).max(to), `a whole number from ${from} to ${to}`);
export const port = () => described(z.int().min(0).max(65_535), 'a port from 0 to 65535, 0 for any free one');
export const text = (allowed: string, meta?: SettingMeta) => described(z.string().min(1), allowed, meta);
export const path = (what: string) => text(`the path of ${what}`, { path: true });
export const flag = () => described(z.boolean(), 'true or false');
export const oneOf = <const T extends readonly [string, ...string[]]>(...values: T) =>
  described(z.enum(values), values.join(' | '));

const URL_IN_WORDS = (protocols: readonly string[]) => protocols.map((name) => `${name}://…`).join(' or ');
/** `credentials` in it are redacted wherever settings are printed. */
export const url = (...protocols: readonly string[]) =>
  described(
    z
      .string()
      .refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol.slice(0, -1))),
    URL_IN_WORDS(protocols),
    { secret: 'credentials' },
  );

const BYTE_UNITS = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 } as const;
const SIZE = /^(\d{1,12})\s?(B|KiB|MiB|GiB)$/;
/** A number of bytes, written as such or as `10MiB`. */
export const bytes = () =>
  described(
    z
      .union([z.int().positive(), z.string().regex(/^\d{1,15}$/), z.string().regex(SIZE)])
      .transform((value) => {
        const [, count, unit] = SIZE.exec(String(value)) ?? [];
        return count === undefined
          ? Number(value)
          : Number(count) * BYTE_UNITS[unit as keyof typeof BYTE_UNITS];
      }),
    'a number of bytes, or one with its unit: 512KiB, 10MiB, 1GiB',
  );

export const list = <S extends z.ZodType>(item: S, allowed: string) => described(z.array(item), allowed);

export const timeZone = () =>
  described(
    z.string().refine((zone) => {
      try {
        new Intl.DateTimeFormat('en', { timeZone: zone });
        return true;
      } catch {
        return false;
      }
    }),
    'an IANA time zone such as Europe/Amsterdam',
  );

const ADDRESS = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/;
export const mailbox = () =>
  described(z.string().max(254).regex(ADDRESS), 'an e-mail address without a name');
const DOMAIN = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;
export const domain = () => described(z.string().regex(DOMAIN), 'a domain name');
/** An address or a block of addresses, as `proxy-addr` and we read them. */
const BLOCK = /^[0-9a-f:.]+(\/\d{1,3})?$/i;
export const addressBlock = () =>
  described(
    z
      .string()
      .regex(BLOCK)
      .refine((text) => isIP(text.replace(/\/.*/, '')) !== 0),
    'an IP address or block: 10.0.0.0/8',
  );
/** As `dns.Resolver.setServers` takes it. */
export const nameServer = () =>
  described(
    z.string().refine((text) => {
      const [, inBrackets, alone, port] = /^(?:\[([0-9a-f:.]+)\]|([\d.]+))(?::(\d{1,5}))?$/i.exec(text) ?? [];
      return (
        isIP(inBrackets ?? alone ?? text) === (alone !== undefined ? 4 : 6) &&
        (port === undefined || (Number(port) > 0 && Number(port) < 65_536))
      );
    }),
    'the address of a name server, with a port or without: 192.0.2.53, 127.0.0.1:5353, [2001:db8::53]:53',
  );
export { described };
