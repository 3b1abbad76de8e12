import { isIP } from 'node:net';
import { z } from 'zod';

// The kinds of values that XARF's schemas speak of, as JSON Schema validators take the formats of the same names.

const text = z.string();
const checked = (is: (value: string) => boolean, message: string) => text.refine(is, message);

const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ]([01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d{1,12})?(?:[Zz]|[+-](?:[01]\d|2[0-3]):?[0-5]\d)$/;
const isDay = (value: string): boolean => {
  const [year, month, day] = value.slice(0, 10).split('-').map(Number);
  const at = new Date(Date.UTC(year!, month! - 1, day));
  return at.getUTCMonth() === month! - 1 && at.getUTCDate() === day;
};
const isHostname = (value: string): boolean =>
  value.length <= 253 &&
  value.split('.').every((label) => /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i.test(label));

/** `local@domain`, each part in a shape that mail could have. */
export const isEmail = (value: string): boolean => {
  const at = value.lastIndexOf('@');
  return (
    at > 0 &&
    value.length <= 320 &&
    /^[^\s@<>(),;:\\"[\]]{1,64}$/.test(value.slice(0, at)) &&
    isHostname(value.slice(at + 1))
  );
};
export const isUri = (value: unknown): boolean =>
  typeof value === 'string' && /^[a-z][a-z\d+.-]{0,30}:[^\s<>"{}|\\^`]{1,8000}$/i.test(value);
export const isAddress = (value: unknown): boolean => typeof value === 'string' && isIP(value) !== 0;

export const string = text;
export const boolean = z.boolean();
export const number = z.number();
export const integer = z.int();
export const atLeast = (min: number) => z.int().min(min);
export const between = (min: number, max: number) => z.number().min(min).max(max);
export const upTo = (length: number) => text.max(length);
export const longerThan = (length: number) => text.min(length);
export const listOf = (item: z.ZodType, most?: number) =>
  most === undefined ? z.array(item) : z.array(item).max(most);
export const oneOf = (words: string) => z.enum(words.split(' '));
export const someOf = (words: string) => z.array(oneOf(words));
export const like = (pattern: RegExp, what: string) =>
  checked((value) => value.length <= 2_000 && pattern.test(value), `expected ${what}`);

export const port = z.int().min(1).max(65_535);
export const dateTime = checked((v) => DATE_TIME.test(v) && isDay(v), 'expected a date and time (RFC 3339)');
export const date = checked((v) => /^\d{4}-\d{2}-\d{2}$/.test(v) && isDay(v), 'expected a date (RFC 3339)');
export const email = checked(isEmail, 'expected a mail address');
export const hostname = checked(isHostname, 'expected a host name');
export const uri = checked(isUri, 'expected a URI');
export const ip = checked(isAddress, 'expected an IP address');
export const ipv4 = checked((v) => isIP(v) === 4, 'expected an IPv4 address');
export const ipv6 = checked((v) => isIP(v) === 6, 'expected an IPv6 address');
export const uuid = like(/^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i, 'a UUID');

export type Shape = Readonly<Record<string, z.ZodType>>;

/** Of the fields listed, those that are required; fields beside them are allowed. */
export const open = (required: Shape, optional: Shape = {}) =>
  z.looseObject({ ...allOptional(optional), ...required });
/** The same, with no others beside them. */
export const closed = (required: Shape, optional: Shape = {}) =>
  z.strictObject({ ...allOptional(optional), ...required });

const allOptional = (shape: Shape): Record<string, z.ZodType> =>
  Object.fromEntries(Object.entries(shape).map(([name, type]) => [name, type.optional()]));
