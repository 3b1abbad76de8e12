import type { Channel } from '@app/kernel';
import { toRecipients } from '../derive';
import { addressIn } from '../fields/address';
import { parseDate, toRfc3339 } from '../fields/date';
import { Problems } from '../mime/budget';
import { first } from '../mime/headers';
import { content, openMessage, type Part } from '../mime/message';
import type { IncidentType, ReportFields } from '../normalised';
import { bareId } from '../original';
import { fieldOf, isObject, listOf, MOST_JSON, objectOf, objectsIn, textOf, type JsonObject } from './json';
import type { FormatReader, Mail, Reading } from './reader';
import { together } from './together';
import { sourceOf } from './x-arf';
import { violationsOf3 } from './xarf-schema/version-3';
import { violationsOf4 } from './xarf-schema/version-4';

/** XARF: JSON, version 4 or 3 and before, posted as such or as a part of a mail. Read leniently: what its schema would
 *  refuse is still somebody's complaint. */
export const xarf: FormatReader = {
  format: 'xarf',
  read(mail) {
    const reports = jsonReports(mail);
    const read = together(
      reports.map((report) => readingOf(report, mail)),
      mail,
    );
    return read && { ...read, valid: reports.every((report) => violationsOf(report).length === 0) };
  },
};

const readingOf = (report: JsonObject, mail: Mail): Reading => {
  for (const violation of violationsOf(report)) mail.problems.add(violation);
  if (is4(report)) return reading(version4(report), mail);
  if (isObject(report['Report'])) return reading(version3(report), mail);
  mail.problems.add('it says that it is XARF 3, and reports nothing');
  return { kind: 'unreadable', complaints: 0 };
};

const is4 = (report: JsonObject): boolean => Object.hasOwn(report, 'xarf_version');
const violationsOf = (report: JsonObject): readonly string[] =>
  is4(report) ? violationsOf4(report) : violationsOf3(report);

/** One more than can be taken is enough to say that there are too many. */
const jsonReports = (mail: Mail): JsonObject[] => {
  const announced = mail.parts.some((p) => p.type === 'message/feedback-report');
  const found: JsonObject[] = [];
  for (const part of mail.parts) {
    const room = mail.budget.complaints + 1 - found.length;
    if (room <= 0 || !mayBeJson(part, announced)) continue;
    const text = Buffer.from(content(part, MOST_JSON), 'latin1').toString('utf8');
    found.push(...objectsIn(text, room).filter(isXarf));
  }
  return found;
};

/** By its type or its name, or by how it begins: some send it as text. */
const mayBeJson = ({ type, params, headers, body, message }: Part, announced: boolean): boolean => {
  if (message ?? type.startsWith('multipart/')) return false;
  if (/^(?:application|text)\/(?:[a-z\d.-]{1,40}\+)?json$/.test(type)) return true;
  const name = `${params.get('name') ?? ''} ${first(headers, 'content-disposition') ?? ''}`.slice(0, 500);
  return (
    (announced && type === 'application/octet-stream') ||
    /\.json\b/i.test(name) ||
    (type === 'text/plain' && /^\s{0,20}\{/.test(body))
  );
};

const isXarf = (object: JsonObject): boolean =>
  Object.hasOwn(object, 'xarf_version') ||
  isObject(object['Report']) ||
  /^3(?:\.|$)/.test(textOf(object, 'Version') ?? '');

/** What both versions say, each in its own words. */
interface Said {
  readonly incident: IncidentType | undefined;
  /** In whose name it complains. */
  readonly channel: Channel;
  readonly version: string | undefined;
  readonly ip: string | undefined;
  readonly port: string | undefined;
  readonly date: string | undefined;
  readonly mailFrom: string | undefined;
  readonly rcptTo: string | undefined;
  readonly messageId?: string | undefined;
  readonly subject?: string | undefined;
  readonly url?: string | undefined;
  readonly evidence: readonly Evidence[];
}

interface Evidence {
  readonly type: string;
  readonly data: string;
  readonly base64: boolean;
}

const version4 = (report: JsonObject): Said => {
  const category = (textOf(report, 'category') ?? '').toLowerCase();
  return {
    incident: category === 'messaging' ? undefined : incidentOf(`${category} ${textOf(report, 'type')}`),
    url: textOf(report, 'url') ?? textOf(report, 'infringing_url'),
    channel: channelOf(textOf(report, 'evidence_source') ?? ''),
    version: fieldOf(report, 'xarf_version'),
    ip: textOf(report, 'source_identifier'),
    port: textOf(report, 'source_port'),
    date: textOf(report, 'timestamp'),
    mailFrom: textOf(report, 'smtp_from'),
    rcptTo: textOf(report, 'smtp_to'),
    messageId: fieldOf(report, 'message_id'),
    subject: fieldOf(report, 'subject'),
    evidence: listOf(report, 'evidence')
      .filter(isObject)
      .map((e) => ({
        type: textOf(e, 'content_type') ?? '',
        data: textOf(e, 'payload') ?? '',
        base64: true,
      })),
  };
};

/** 3.0.0, as the present specification's samples write it, nests what version 3 has side by side. */
const version3 = (report: JsonObject): Said => {
  const inner = objectOf(report, 'Report');
  const source = objectOf(inner, 'Source');
  const more = objectOf(inner, 'AdditionalInfo');
  const type = textOf(inner, 'ReportType') ?? '';
  const samples = [...listOf(inner, 'Samples'), ...listOf(inner, 'Attachment'), inner['Sample']];
  return {
    incident:
      type.toLowerCase() === 'spam' ? undefined : incidentOf(`${textOf(inner, 'ReportClass')} ${type}`),
    channel: channelOf(`${textOf(inner, 'ReportSubType')} ${textOf(more, 'DetectionMethod')}`),
    version: fieldOf(report, 'Version'),
    ip: textOf(inner, 'SourceIp') ?? textOf(source, 'IP'),
    port: textOf(inner, 'SourcePort') ?? textOf(source, 'Port'),
    date: textOf(inner, 'Date'),
    mailFrom: textOf(inner, 'SmtpMailFromAddress') ?? textOf(more, 'SMTPFrom'),
    rcptTo: textOf(inner, 'SmtpRcptToAddress'),
    subject: fieldOf(inner, 'SmtpMessageSubject') ?? fieldOf(more, 'Subject'),
    url: textOf(inner, 'SourceUrl') ?? textOf(inner, 'ReportedUrl') ?? textOf(inner, 'Url'),
    evidence: samples.filter(isObject).map((s) => ({
      type: textOf(s, 'ContentType') ?? '',
      data: textOf(s, 'Payload') ?? textOf(s, 'Data') ?? '',
      base64: s['Base64Encoded'] !== false,
    })),
  };
};

const channelOf = (evidence: string): Channel =>
  /trap/i.test(evidence)
    ? 'trap'
    : /user.?(?:complaint|report)/i.test(evidence)
      ? 'feedback-loop'
      : 'upstream';

const reading = (said: Said, mail: Mail): Reading => {
  const fields = fieldsOf(said);
  const { incident, channel } = said;
  if (incident !== undefined)
    return {
      kind: 'incident',
      incidentType: incident,
      channel: incident === 'blocklist' ? 'blocklist' : 'upstream',
      fields,
      complaints: 0,
    };
  const original = messageOf(said.evidence, mail) ?? attachedBeside(mail);
  return {
    kind: 'complaint',
    channel,
    fields: { ...fields, feedbackType: 'abuse' },
    ...(original ? { original } : {}),
    recipients: toRecipients(fields.originalRcptTo ?? []),
  };
};

/** The message as a part of the mail that the report came in. */
const attachedBeside = (mail: Mail): Part | undefined =>
  mail.parts
    .map((p) => p.message)
    .find((m) => m !== undefined && IDENTIFYING.some((name) => m.headers.has(name)));

const fieldsOf = (said: Said): ReportFields => {
  const fields: ReportFields = {};
  if (said.version !== undefined) fields.version = said.version;
  Object.assign(fields, sourceOf(said.ip ?? ''));
  const url = said.url?.slice(0, 2_000);
  if (url !== undefined && url.includes('://') && URL.canParse(url)) fields.reportedUri = [url];
  const port = Number(said.port);
  if (Number.isInteger(port) && port > 0 && port < 65_536) fields.sourcePort = port;
  const at = parseDate(said.date ?? '');
  if (at !== undefined) fields.arrivalDate = toRfc3339(at);
  const from = addressIn(said.mailFrom ?? '') ?? (said.ip?.includes('@') ? addressIn(said.ip) : undefined);
  if (from !== undefined) fields.originalMailFrom = from;
  const to = addressIn(said.rcptTo ?? '');
  if (to) fields.originalRcptTo = [to];
  const messageId = bareId(said.messageId);
  if (messageId !== undefined) fields.originalMessageId = messageId;
  if (said.subject !== undefined) fields.originalSubject = said.subject;
  return fields;
};

/** The reported mail among the evidence: 5 MB an item, 15 MB in all, measured before anything is decoded. */
const messageOf = (evidence: readonly Evidence[], mail: Mail): Part | undefined => {
  let left = 15 * 1024 * 1024;
  for (const { type, data, base64 } of evidence.slice(0, 50)) {
    const size = base64 ? data.length * 0.75 : data.length;
    if (size > mail.budget.decoded || size > left) {
      mail.problems.add('evidence too large to look at');
      continue;
    }
    left -= size;
    if (!/^(?:message\/rfc822|text\/rfc822-headers|message\/global)/i.test(type)) continue;
    const message = openMessage(Buffer.from(data, base64 ? 'base64' : 'utf8'), mail.budget, new Problems());
    if (IDENTIFYING.some((name) => message.headers.has(name))) return message;
  }
  return undefined;
};

/** One of these makes headers worth reading. RFC 9477 asks for the identifiers alone. */
const IDENTIFYING = ['from', 'received', 'message-id', 'cfbl-feedback-id'];

const INCIDENTS: readonly (readonly [RegExp, IncidentType])[] = [
  [/phish|fraud/i, 'phishing'],
  [/malware|virus|botnet|infected|compromised|rpz/i, 'malware'],
  [/copyright|trademark|brand/i, 'copyright'],
  [/blocklist|reputation/i, 'blocklist'],
];
const incidentOf = (words: string): IncidentType =>
  INCIDENTS.find(([pattern]) => pattern.test(words))?.[1] ?? 'attack';
