import type { Part } from '../mime/message';
import type { Mail } from './reader';

/** What a mail holds that nobody here opens, in words; the message that is complained of may be in it. Archives stay as
 *  they came: one that unpacks to a terabyte is a few kilobytes. */
export const closedParts = (mail: Mail): readonly string[] => [...new Set(mail.parts.flatMap(closed))];

const closed = ({ type, params }: Part): string[] => {
  const name = params.get('name')?.toLowerCase() ?? '';
  if (type === 'application/pgp-encrypted') return ['it is encrypted with PGP'];
  if (/^application\/(?:x-)?pkcs7-mime$/.test(type) && params.get('smime-type') !== 'signed-data')
    return ['it is encrypted with S/MIME'];
  if (type === 'message/partial') return ['it is one piece of a message that was sent in several'];
  if (/^application\/(?:vnd\.)?ms-tnef$/.test(type) || name === 'winmail.dat')
    return ['it has a winmail.dat of Outlook, which is not opened'];
  if (/^application\/(?:x-)?(?:zip|gzip|zip-compressed|7z-compressed|rar|rar-compressed|tar)$/.test(type) || /\.(?:zip|gz|tgz|7z|rar|tar)$/.test(name))
    return ['it has an archive, which is not opened'];
  return [];
}; // prettier-ignore
