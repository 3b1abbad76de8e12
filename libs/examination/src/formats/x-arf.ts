import { parseDate, toRfc3339 } from '../fields/date';
import { ipIn } from '../fields/ip';
import { first, readHeaders, type Fields } from '../mime/headers';
import { unixText } from '../mime/lines';
import { content } from '../mime/message';
import type { IncidentType, ReportFields } from '../normalised';
import type { FormatReader, Mail, Reading } from './reader';
import { savedMail } from './saved-mail';

/** X-ARF 0.1 and 0.2, which preceded XARF: the report is a text part of YAML that is written like header fields. */
export const xArf: FormatReader = {
  format: 'x-arf',
  read(mail) {
    const report = reportPart(mail);
    if (!report) return undefined;
    const category = (first(report, 'category') ?? '').toLowerCase();
    const type = (first(report, 'report-type') ?? '').toLowerCase();
    const fields: ReportFields = {};
    const agent = first(report, 'user-agent');
    if (agent !== undefined) fields.userAgent = agent;
    Object.assign(fields, sourceOf(first(report, 'source') ?? ''));
    const at = parseDate(first(report, 'date') ?? '');
    if (at !== undefined) fields.arrivalDate = toRfc3339(at);
    const port = Number(first(report, 'port'));
    if (Number.isInteger(port) && port > 0 && port < 65_536) fields.sourcePort = port;
    const read = reading(category, type, mail);
    if (read.kind === 'complaint') fields.feedbackType = 'abuse';
    return { ...read, fields, otherFields: report };
  },
};

const reportPart = (mail: Mail): Fields | undefined => {
  for (const part of mail.parts.slice(0, 20)) {
    if (part.type.startsWith('multipart/') || part.message || part.body.length > 64 * 1024) continue;
    const body = content(part, 64 * 1024);
    if (!/^reported-from[ \t]?:/im.test(body)) continue;
    const { fields } = readHeaders(
      unixText(body)
        .replace(/^\s{0,20}---\n/, '')
        .trimStart(),
      0,
      mail.budget,
      mail.problems,
    );
    if (fields.has('reported-from') && fields.has('report-type') && fields.has('source'))
      return new Map([...fields].map(([name, values]) => [name, values.map(unquoted)]));
  }
  return undefined;
};

/** YAML may quote what it likes. */
const unquoted = (value: string): string => {
  const [mark] = value;
  return value.length > 1 && (mark === '"' || mark === "'") && value.endsWith(mark)
    ? value.slice(1, -1)
    : value;
};

/** An address, URL or domain. Its Source-Type says what the source is; what it looks like says it too. */
export const sourceOf = (source: string): ReportFields => {
  const ip = ipIn(source);
  if (ip !== undefined) return { sourceIp: ip };
  if (URL.canParse(source) && source.includes('://')) return { reportedUri: [source.slice(0, 2_000)] };
  return /^[a-z\d.-]{4,253}$/i.test(source) && source.includes('.')
    ? { reportedDomain: [source.toLowerCase()] }
    : {};
};

const reading = (category: string, type: string, mail: Mail): Reading => {
  if (/\bspam\b/.test(`${category} ${type}`)) {
    const original =
      mail.parts.find((p) => p.message)?.message ??
      mail.parts.map((p) => savedMail(p, mail)).find((m) => m !== undefined);
    return { kind: 'complaint', channel: 'upstream', ...(original ? { original } : {}), recipients: [] };
  }
  return {
    kind: 'incident',
    incidentType: typeOf(type) ?? typeOf(category) ?? 'attack',
    channel: 'upstream',
    complaints: 0,
    text: mail.text(),
  };
};

const typeOf = (category: string): IncidentType | undefined =>
  /phish|fraud/.test(category)
    ? 'phishing'
    : /malware|virus|trojan|botnet/.test(category)
      ? 'malware'
      : /copyright|trademark|infring/.test(category)
        ? 'copyright'
        : /\brbl\b|blocklist|blacklist|reputation/.test(category)
          ? 'blocklist'
          : undefined;
