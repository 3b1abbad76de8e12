import { deriveFields, toRecipients } from '../derive';
import { domainOf } from '../fields/address';
import { ipIn } from '../fields/ip';
import type { Part } from '../mime/message';
import type { ReportFields } from '../normalised';
import { isMessage } from '../original';
import type { FormatReader, Mail, Reported } from './reader';

const OF_MICROSOFT = 'x-hmxmroriginalrecipient';

/** Microsoft's Junk Mail Reporting Program until June 2026: no ARF, but the message itself in a multipart/mixed, or as
 *  the whole body once a group or forwarder rewrote it, with a header for the recipient and the address in the subject. */
export const jmrp: FormatReader = {
  format: 'jmrp',
  read(mail) {
    const [first, ...others] = reportedMessages(mail);
    if (!first) return undefined;
    // The address in the subject is the one that the first message came from.
    return {
      kind: 'complaint',
      channel: 'feedback-loop',
      ...reported(first, ipIn(mail.subject().split(/\bmessage from /i)[1] ?? '')),
      ...(others.length > 0 && { further: others.map((other) => reported(other)) }),
    };
  },
};

const reported = (original: Part, ip?: string): Reported => {
  const fields: ReportFields = { feedbackType: 'abuse' };
  if (ip !== undefined) {
    fields.sourceIp = ip;
    fields.derivedFrom = { sourceIp: 'subject' };
  }
  deriveFields(fields, original.headers);
  return { fields, original, recipients: toRecipients(fields.originalRcptTo ?? []) };
};

const reportedMessages = (mail: Mail): readonly Part[] => {
  const messages = mail.parts.map((p) => p.message).filter((m): m is Part => m !== undefined && isMessage(m));
  const marked = messages.filter((m) => m.headers.has(OF_MICROSOFT));
  if (marked.length > 0) return marked;
  if (mail.root.headers.has(OF_MICROSOFT)) return [withoutTheReports(mail.root)];
  const staff = mail.header.from.some(
    (address) => address.toLowerCase().startsWith('staff@') && domainOf(address) === 'hotmail.com',
  );
  return staff && /^\s{0,5}complaint about message from/i.test(mail.subject()) ? messages : [];
};

/** The bare message: headers of the report's own journey stand before those of the message's, and are no part of it. */
const withoutTheReports = (part: Part): Part => {
  const headers = new Map(part.headers);
  const received = headers.get('received') ?? [];
  const delivered = received.findIndex(
    (line) => /\sby \S{1,200}\.hotmail\.com\b/i.test(line) && !/-JMR-/i.test(line),
  );
  headers.set('received', received.slice(Math.max(0, delivered)));
  const paths = (headers.get('return-path') ?? []).filter(
    (path) => !/^<?staff@hotmail\.com>?$/i.test(path.trim()),
  );
  if (paths.length > 0) headers.set('return-path', paths);
  else headers.delete('return-path');
  return { ...part, headers };
};
