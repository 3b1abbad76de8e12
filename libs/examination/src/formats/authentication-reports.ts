import { parseDate, toRfc3339 } from '../fields/date';
import { ipIn, ipWithin } from '../fields/ip';
import type { ReportFields } from '../normalised';
import { attachedMessages } from './attached';
import { pastedMessage } from './pasted';
import type { FormatReader, Mail } from './reader';
import { fileName } from './saved-mail';

/** RFC 7489 section 7.2: counts of a day for a domain owner, zipped. Nothing is unpacked. */
export const dmarcAggregate: FormatReader = {
  format: 'dmarc-aggregate',
  read(mail) {
    const subject =
      /^\s{0,10}(?:\[[^\]]{1,40}\]\s{0,5})?report[- ]domain:\s?\S{1,255}\s{1,5}submitter:/i.test(
        mail.subject().slice(0, 700),
      );
    const file = mail.parts.some((p) => {
      // RFC 7489: receiver!domain!begin!end[!unique].xml.gz
      return /[^!]![^!]{1,255}!\d{8,11}!\d{8,11}(?:![^!]{1,80})?\.(?:xml|xml\.gz|zip|gz)["\s;]?/i.test(
        p.type.startsWith('multipart/') ? '' : fileName(p),
      );
    });
    return (subject || file) && !isTls(mail) ? { kind: 'not-a-complaint', complaints: 0 } : undefined;
  },
};

/** By the headers that RFC 8460 asks for, or by a file of that kind; the subjects are those of DMARC's reports. */
const isTls = ({ root, parts }: Mail): boolean =>
  root.params.get('report-type')?.toLowerCase() === 'tlsrpt' ||
  root.headers.has('tls-report-domain') ||
  parts.some(
    (p) =>
      p.type.startsWith('application/tlsrpt') ||
      /![^!]{1,255}!\d{1,11}!\d{1,11}![^!]{1,80}\.json(?:\.gz)?\b/i.test(fileName(p)),
  );

/** What OpenDMARC and others write above a report by RFC 6591; some send the words alone, without its fields. */
const FAILED =
  /\bauthentication[- ]failure report for (?:an|the) e-?mail(?: message)? received from (?:IP\s)?(?:address\s)?\[?([\da-f.:]{3,45})\]?(?:\son ([^\n]{8,60}))?/i;

/** RFC 7489 section 7.3: of one message, for the domain's owner. */
export const failureReport: FormatReader = {
  format: 'dmarc-failure',
  read(mail) {
    const text = mail.text().slice(0, 1_000); // above all else: a person may quote one
    const said = FAILED.exec(text);
    const named = /\bdmarc (?:failure|forensic) report\b/i.test(mail.subject().slice(0, 500));
    if (!said && !(named && /\bfail/i.test(text))) return undefined;
    const fields: ReportFields = { feedbackType: 'auth-failure' };
    if (named || /\bdmarc\b/i.test(text)) fields.authFailure = 'dmarc';
    const ip = said ? ipIn(said[1]!.replace(/\.$/, '')) : ipWithin(text);
    if (ip !== undefined) fields.sourceIp = ip;
    const at = parseDate((said?.[2] ?? '').trim().replace(/[.,;:]$/, ''));
    if (at !== undefined) fields.arrivalDate = toRfc3339(at);
    const original = attachedMessages(mail)[0] ?? pastedMessage(mail.text(), mail);
    return { kind: 'auth-failure', channel: 'direct', fields, ...(original ? { original } : {}), text };
  },
};

/** RFC 8460 section 5.3. */
export const tlsReport: FormatReader = {
  format: 'tls-report',
  read: (mail) => (isTls(mail) ? { kind: 'not-a-complaint', complaints: 0 } : undefined),
};
