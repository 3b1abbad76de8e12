import { parseDate, toRfc3339 } from '../fields/date';
import { ipIn } from '../fields/ip';
import type { ReportFields } from '../normalised';
import { source } from './pasted';
import type { FormatReader } from './reader';

/** SpamCop: one page of text with the message below a heading, its recipient made unreadable. */
export const spamcop: FormatReader = {
  format: 'spamcop',
  read(mail) {
    const tag = /^\s{0,5}(?:[a-z]{2,4}\s?:\s{0,3}){0,3}\[SpamCop \(([^)\s]{3,1000})\) id:\s?\d{1,15}\]/i.exec(
      mail.subject().slice(0, 1_200),
    );
    if (!tag) return undefined;
    const text = mail.text();
    const fields: ReportFields = { feedbackType: 'abuse' };
    const ip = ipIn(tag[1]!);
    if (ip !== undefined) fields.sourceIp = ip;
    else if (URL.canParse(tag[1]!)) {
      fields.reportedUri = [tag[1]!]; // of a site that spam advertises
      const site = / is ([\da-f.:]{3,45});/i.exec(text)?.[1];
      const host = site === undefined ? undefined : ipIn(site);
      if (host !== undefined) fields.sourceIp = host;
    }
    const line =
      /^Email from [^\n/]{3,60}\/([^\n]{10,80})$/m.exec(text) ??
      / is [\da-f.:]{3,45};([^\n]{10,80})$/im.exec(text);
    const at = line ? parseDate(line[1]!) : undefined;
    if (at !== undefined) fields.arrivalDate = toRfc3339(at);
    const heading = /^\[? ?Offending message ?[\]:]/im.exec(text);
    const original = heading ? source(text.slice(text.indexOf('\n', heading.index) + 1), mail) : undefined;
    return {
      kind: 'complaint',
      channel: 'feedback-loop',
      fields,
      ...(original ? { original } : {}),
      recipients: [],
      text,
    };
  },
};
