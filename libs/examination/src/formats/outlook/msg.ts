import { toRfc3339 } from '../../fields/date';
import { Problems, WITHIN } from '../../mime/budget';
import { openMessage, type Part } from '../../mime/message';
import { openCompoundFile, type Storage } from './compound-file';

/** The messages that a file saved by Outlook holds (MS-OXMSG), at most so many: those attached to the one it is, else
 *  itself. Their header fields alone, which is what complaints are about. Empty when it is no such file, or nothing in it says
 *  who wrote. */
export const messagesInMsg = (bytes: Buffer, most: number): readonly Part[] => {
  const root = openCompoundFile(bytes);
  const found: Part[] = [];
  for (const message of root ? innermost(root, 0) : []) if (found.push(message) >= most) break;
  return found;
};

function* innermost(message: Storage, depth: number): Generator<Part, boolean> {
  let any = false;
  for (const attached of depth < 3 ? message.storages.flatMap(embeddedIn) : [])
    any = (yield* innermost(attached, depth + 1)) || any;
  const own = any ? undefined : messageOf(message);
  if (own) yield own;
  return any || own !== undefined;
}

/** PR_ATTACH_DATA_OBJ of an attachment that is a message itself. */
const embeddedIn = ({ name, storages }: Storage): readonly Storage[] =>
  name.startsWith('__attach_version1.0_#') ? storages.filter((s) => s.name === '__substg1.0_3701000D') : [];

const messageOf = (message: Storage): Part | undefined => {
  const headers = text(message, HEADERS, 128 * 1024)?.trim() ?? '';
  const written = /^(?:from|received|message-id) ?:/im.test(headers) ? headers : ownHeaders(message);
  return written === '' ? undefined : openMessage(Buffer.from(`${written}\n\n`), WITHIN, new Problems());
};

/** The identifiers of properties, each half of the name of a stream. */
const HEADERS = '007D'; // PR_TRANSPORT_MESSAGE_HEADERS: all fields as they came over the wire
const SUBJECT = '0037';
const MESSAGE_ID = '1035';
const SENDER_NAME = '0C1A';
const SENDER = ['5D01', '5D02', '0C1F', '0065']; // SMTP addresses before those that may be Exchange's own
const RECEIVED_BY = ['5D07', '0076'];
/** PR_MESSAGE_DELIVERY_TIME, PR_CLIENT_SUBMIT_TIME */
const TIMES = [0x0e060040, 0x00390040];

/** Of a message that came without any, as within one Exchange organisation: what its properties say. */
const ownHeaders = (message: Storage): string => {
  const from = addressAmong(message, SENDER);
  if (from === undefined) return '';
  const name = line(message, SENDER_NAME)?.replaceAll('"', '');
  const to = addressAmong(message, RECEIVED_BY);
  const id = line(message, MESSAGE_ID);
  const at = timeOf(message);
  return [
    name === undefined || name === from ? `From: <${from}>` : `From: "${name}" <${from}>`,
    ...(to === undefined ? [] : [`Delivered-To: ${to}`]),
    ...(id === undefined ? [] : [`Message-ID: ${id}`]),
    ...(at === undefined ? [] : [`Date: ${at}`]),
    `Subject: ${line(message, SUBJECT) ?? ''}`,
  ].join('\n');
};

const addressAmong = (message: Storage, properties: readonly string[]): string | undefined =>
  properties.map((property) => line(message, property)).find((value) => value?.includes('@'));

/** A property of text: in UTF-16, or in eight bits of some code page, which headers are not beyond ASCII. */
const text = (message: Storage, property: string, limit: number): string | undefined =>
  message.stream(`__substg1.0_${property}001F`, limit * 2)?.toString('utf16le') ??
  message.stream(`__substg1.0_${property}001E`, limit)?.toString('latin1');

const line = (message: Storage, property: string): string | undefined => {
  const value = text(message, property, 1_000)
    ?.replace(/[\r\n\0]{1,1000}/g, ' ')
    .trim();
  return value === '' ? undefined : value;
};

/** Properties of a fixed size are 16 bytes each: type and identifier, flags, and the value; a time counts tenths of
 *  microseconds since 1601. */
const timeOf = (message: Storage): string | undefined => {
  const properties = message.stream('__properties_version1.0', 64 * 1024) ?? Buffer.alloc(0);
  for (let at = 0; at + 16 <= properties.length; at += 8) {
    if (!TIMES.includes(properties.readUInt32LE(at))) continue;
    const time = Number(properties.readBigUInt64LE(at + 8) / 10_000n) - 11_644_473_600_000;
    if (time > 0 && time < 4_102_444_800_000) return toRfc3339(time); // until 2100
  }
  return undefined;
};
