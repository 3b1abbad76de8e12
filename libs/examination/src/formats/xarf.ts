import { toRecipients } from '../derive';
import { addressIn } from '../fields/address';
import { parseDate, toRfc3339 } from '../fields/date';
import { ipIn } from '../fields/ip';
import { fromBase64, type Binary } from '../mime/decode';
import { first } from '../mime/headers';
import { content, openMessage, type Part } from '../mime/message';
import type { IncidentType, ReportFields } from '../normalised';
import { isObject, listOf, objectIn, objectOf, textOf, type JsonObject } from './json';
import type { FormatReader, Mail, Reading } from './reader';

/** XARF: JSON, version 4 or 3 and before, posted as such or as a part of a mail. Read leniently: what its schema would
 *  refuse is still somebody's complaint. */
export const xarf: FormatReader = {
  format: 'xarf',
  read(mail) {
    const report = jsonReport(mail);
    if (!report) return undefined;
    return Object.hasOwn(report, 'xarf_version') ? version4(report, mail) : version3(report, mail);
  },
};

const MAX_JSON = 16 * 1024 * 1024;

const jsonReport = (mail: Mail): JsonObject | undefined => {
  const announced = mail.parts.some((p) => p.type === 'message/feedback-report');
  for (const part of mail.parts) {
    const bare = part === mail.root && part.body.trimStart().startsWith('{');
    if (!bare && part.type !== 'application/json' && !(announced && part.type === 'application/octet-stream'))
      continue;
    const found = objectIn(Buffer.from(content(part, MAX_JSON), 'latin1').toString('utf8'));
    if (found && (Object.hasOwn(found, 'xarf_version') || isObject(found['Report']))) return found;
  }
  return undefined;
};

const version4 = (report: JsonObject, mail: Mail): Reading => {
  const category = textOf(report, 'category') ?? '';
  const type = textOf(report, 'type') ?? '';
  const fields = common(report, {
    version: 'xarf_version',
    ip: 'source_identifier',
    port: 'source_port',
    date: 'timestamp',
    mailFrom: 'smtp_from',
    rcptTo: 'smtp_to',
  });
  const messageId = textOf(report, 'message_id')?.replace(/^<|>$/g, '');
  if (messageId !== undefined) fields.originalMessageId = messageId;
  const subject = textOf(report, 'subject');
  if (subject !== undefined) fields.originalSubject = subject;
  const evidence = listOf(report, 'evidence').filter(isObject);
  const trap = /trap/i.test(textOf(report, 'evidence_source') ?? '');
  const payloads = evidence.map(
    (e) => [textOf(e, 'content_type') ?? '', textOf(e, 'payload') ?? ''] as const,
  );
  const incident = category === 'messaging' ? undefined : incidentOf(`${category} ${type}`);
  return reading(fields, incident, trap, messageOf(payloads, true, mail), mail);
};

const version3 = (report: JsonObject, mail: Mail): Reading => {
  const inner = objectOf(report, 'Report');
  const type = textOf(inner, 'ReportType') ?? '';
  const fields = common(inner, {
    version: '',
    ip: 'SourceIp',
    port: 'SourcePort',
    date: 'Date',
    mailFrom: 'SmtpMailFromAddress',
    rcptTo: 'SmtpRcptToAddress',
  });
  const version = textOf(report, 'Version');
  if (version !== undefined) fields.version = version;
  const samples = [objectOf(inner, 'Sample'), ...listOf(inner, 'Samples').filter(isObject)];
  const payloads = samples
    .filter((s) => textOf(s, 'Payload') !== undefined)
    .map(
      (s) =>
        [textOf(s, 'ContentType') ?? '', textOf(s, 'Payload') ?? '', s['Base64Encoded'] !== false] as const,
    );
  const trap = textOf(inner, 'ReportSubType') === 'Trap';
  const incident = type === 'Spam' ? undefined : incidentOf(`${textOf(inner, 'ReportClass') ?? ''} ${type}`);
  return reading(fields, incident, trap, messageOf(payloads, true, mail), mail);
};

const reading = (
  fields: ReportFields,
  incidentType: IncidentType | undefined,
  trap: boolean,
  original: Part | undefined,
  mail: Mail,
): Reading => {
  if (incidentType !== undefined)
    return { kind: 'incident', incidentType, channel: 'upstream', fields, complaints: 0, text: mail.text() };
  fields.feedbackType = 'abuse';
  return {
    kind: 'complaint',
    channel: trap ? 'trap' : 'upstream',
    fields,
    ...(original ? { original } : {}),
    recipients: toRecipients(fields.originalRcptTo ?? []),
  };
};

interface Names {
  readonly version: string;
  readonly ip: string;
  readonly port: string;
  readonly date: string;
  readonly mailFrom: string;
  readonly rcptTo: string;
}

const common = (report: JsonObject, names: Names): ReportFields => {
  const fields: ReportFields = {};
  const version = names.version === '' ? undefined : textOf(report, names.version);
  if (version !== undefined) fields.version = version;
  const ip = ipIn(textOf(report, names.ip) ?? '');
  if (ip !== undefined) fields.sourceIp = ip;
  const port = Number(textOf(report, names.port));
  if (Number.isInteger(port) && port > 0 && port < 65_536) fields.sourcePort = port;
  const at = parseDate(textOf(report, names.date) ?? '');
  if (at !== undefined) fields.arrivalDate = toRfc3339(at);
  const from = addressIn(textOf(report, names.mailFrom) ?? '');
  if (from !== undefined) fields.originalMailFrom = from;
  const to = addressIn(textOf(report, names.rcptTo) ?? '');
  if (to) fields.originalRcptTo = [to];
  return fields;
};

/** The reported mail among the evidence: 5 MB an item, 15 MB in all, measured before anything is decoded. */
const messageOf = (
  payloads: readonly (readonly [type: string, payload: string, base64?: boolean])[],
  base64ByDefault: boolean,
  mail: Mail,
): Part | undefined => {
  let left = 15 * 1024 * 1024;
  for (const [type, payload, base64 = base64ByDefault] of payloads.slice(0, 50)) {
    const size = base64 ? payload.length * 0.75 : payload.length;
    if (size > mail.budget.decoded || size > left) {
      mail.problems.add('evidence too large to look at');
      continue;
    }
    left -= size;
    if (!/^(?:message\/rfc822|text\/rfc822-headers|message\/global)/i.test(type)) continue;
    const bytes: Binary = base64
      ? fromBase64(payload, mail.budget.decoded)
      : Buffer.from(payload).toString('latin1');
    const message = openMessage(Buffer.from(bytes, 'latin1'), mail.budget, mail.problems);
    if (first(message.headers, 'from') !== undefined || first(message.headers, 'received') !== undefined)
      return message;
  }
  return undefined;
};

const incidentOf = (words: string): IncidentType =>
  /phish|fraud/i.test(words)
    ? 'phishing'
    : /malware|virus|botnet|infected|compromised|rpz/i.test(words)
      ? 'malware'
      : /copyright|trademark|brand/i.test(words)
        ? 'copyright'
        : /blocklist|reputation/i.test(words)
          ? 'blocklist'
          : 'attack';
