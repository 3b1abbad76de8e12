/** Names under which personal data, secrets or content would stand. Compared without case, `_` and `-`. */
const PERSONAL = new Set(
  [
    ...[
      'address',
      'addresses',
      'email',
      'emails',
      'mail',
      'recipient',
      'recipients',
      'rcpt',
      'rcptTo',
      'mailFrom',
    ],
    ...['from', 'to', 'cc', 'bcc', 'replyTo', 'sender', 'reporter', 'complainant', 'contact', 'contacts'],
    ...['originalRcptTo', 'originalMailFrom', 'originalFrom', 'originalSubject', 'subject', 'name', 'phone'],
    ...[
      'ip',
      'sourceIp',
      'remoteAddress',
      'helo',
      'body',
      'raw',
      'bytes',
      'text',
      'html',
      'headers',
      'query',
    ],
    ...['answer', 'feedback', 'solution', 'prevention', 'plaintext'],
    ...['authorization', 'password', 'secret', 'token', 'key', 'adminKey', 'masterKey', 'cookie'],
  ].map((name) => squashed(name)),
);
function squashed(name: string): string {
  return name.toLowerCase().replace(/[_-]/g, '');
}

const HIDDEN = '[hidden]';
const DEEPEST = 6;
const LONGEST_LIST = 50;

/** A copy of what is to be logged in which everything of a personal name is hidden. Bounded in depth and width: a log line
 *  is no place for a tree. Errors keep their message, stack and cause. */
export const withoutPersonalData = (value: unknown, depth = 0): unknown => {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (depth >= DEEPEST) return '[deeper]';
  if (value instanceof Error)
    return {
      type: value.name,
      message: value.message,
      stack: value.stack,
      ...(value.cause === undefined ? {} : { cause: withoutPersonalData(value.cause, depth + 1) }),
      ...(withoutPersonalData({ ...value, cause: undefined }, depth + 1) as object),
    };
  if (value instanceof Date) return value;
  if (Array.isArray(value))
    return value.slice(0, LONGEST_LIST).map((item) => withoutPersonalData(item, depth + 1));
  if (value instanceof Map) return withoutPersonalData(Object.fromEntries(value), depth);
  if (value instanceof Set) return withoutPersonalData([...value], depth);
  return Object.fromEntries(
    Object.entries(value).map(([name, below]) => [
      name,
      PERSONAL.has(squashed(name)) && below !== undefined && below !== null
        ? HIDDEN
        : withoutPersonalData(below, depth + 1),
    ]),
  );
};

// What stands around an @ in prose, in an error's message, in a URL. Bounded on both sides, so that a long line without
// one costs no more than its length times the bound. A quoted local part arrives as \"john doe\" in JSON.
const ADDRESS =
  /(?:\\"[^"\\\n]{1,64}\\"|[^\s"<>()[\]:;,\\@%=&?]{1,64})(?:@|%40|=40)[^\s"<>()[\]:;,\\@%&?]{1,255}/gi;

/** Takes what looks like an address out of a whole line: the last net, for texts that others wrote. */
export const withoutAddresses = (line: string): string =>
  line.includes('@') || line.includes('40') ? line.replace(ADDRESS, '[address]') : line;
