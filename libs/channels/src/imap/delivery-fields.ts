import type { Envelope } from '../submit';

const HEAD = 64 * 1024; // bytes; what stands below is no delivery's
const RECIPIENTS = 100;
const ADDRESS = /^<?([^\s<>]{1,254})>?$/;

/** The envelope as far as delivery wrote it into the header: `Return-Path`, and the fields in which servers keep RCPT TO.
 *  A sender may write these fields too; like MAIL FROM and RCPT TO they say what somebody claims. The client's address is
 *  not among them: which `Received` field is true, only the server that wrote it knows. */
export const deliveryEnvelope = (bytes: Buffer): Envelope => {
  let mailFrom: string | undefined;
  const rcptTo = new Set<string>();
  for (const [name, value] of fieldsOf(bytes)) {
    const address = ADDRESS.exec(value)?.[1];
    if (name === 'return-path')
      mailFrom ??= address ?? ''; // the topmost was written last
    else if (RECIPIENT_FIELDS.has(name) && address?.includes('@') && rcptTo.size < RECIPIENTS)
      rcptTo.add(address);
  }
  return { mailFrom: mailFrom ?? '', rcptTo: [...rcptTo] };
};

/** Dovecot, Postfix and Gmail; Postfix before its aliases; Exim; Cyrus. */
const RECIPIENT_FIELDS = new Set(['delivered-to', 'x-original-to', 'envelope-to', 'x-delivered-to']);

/** Name in lower case and value, unfolded, down to the empty line. */
function* fieldsOf(bytes: Buffer): Iterable<[string, string]> {
  let field = '';
  for (const line of bytes.toString('latin1', 0, HEAD).split(/\r?\n/)) {
    if (/^[ \t]/.test(line)) {
      field += line;
      continue;
    }
    const colon = field.indexOf(':');
    if (colon > 0) yield [field.slice(0, colon).trim().toLowerCase(), field.slice(colon + 1).trim()];
    if (line === '') return;
    field = line;
  }
}
