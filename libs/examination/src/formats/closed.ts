import type { Part } from '../mime/message';
import type { Mail } from './reader';
import { fileName } from './saved-mail';

/** What a mail holds that nobody here opens, in words; the message that is complained of may be in it. Archives stay as
 *  they came: one that unpacks to a terabyte is a few kilobytes. */
export const closedParts = (mail: Mail): readonly string[] => [
  ...new Set([
    ...mail.parts.flatMap(closed),
    ...(mail.text().includes('-----BEGIN PGP MESSAGE-----') ? [BY_PGP] : []),
  ]),
];

const BY_PGP = 'it is encrypted with PGP';

const closed = (part: Part): string[] => {
  const { type, parts } = part;
  const name = fileName(part);
  if (type === 'application/pgp-encrypted') return [BY_PGP];
  if (/^application\/(?:x-)?pkcs7-mime$/.test(type) && parts.length === 0) return ['it is encrypted with S/MIME'];
  if (type === 'message/partial') return ['it is one piece of a message that was sent in several'];
  if (/^application\/(?:vnd\.)?ms-tnef$/.test(type) || /(?:^|["'\s=])winmail\.dat(?:["'\s;]|$)/i.test(name))
    return ['it has a winmail.dat of Outlook, which is not opened'];
  if (/^application\/(?:x-)?(?:zip|gzip|zip-compressed|7z-compressed|rar|rar-compressed|tar)$/.test(type) || /\.(?:zip|gz|tgz|7z|rar|tar)(?:["'\s;]|$)/i.test(name))
    return ['it has an archive, which is not opened'];
  return [];
}; // prettier-ignore
