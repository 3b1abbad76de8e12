import {
  hours,
  plus,
  seconds,
  unsealed,
  type AccountId,
  type Duration,
  type Instant,
  type ReportId,
} from '@app/kernel';
import {
  domainOf,
  manualEntry,
  mostUrgentOf,
  signersOf,
  subjectOf,
  type Examination,
  type Examiner,
  type ManualEntry,
  type NormalisedReport,
  type OwnSignature,
  type Registry,
  type ReportedMessage as OneMessage,
  type Travelled,
} from '@app/examination';
import { uuidv5, type EventStore } from '@app/event-store';
import { wasErased, type RawStore, type Vault } from '@app/privacy';
import {
  reportEvents,
  type Intake,
  type ReportedFields,
  type ReportEnvelope,
  type ReportKind,
} from '@app/reports';
import type { EffectContext, Verdict } from '@app/runtime';
import { TOKEN_HEADER, type TraceEvidence } from '@app/tracing';
import type { Aggregates } from '../aggregates';
import { complainantKey } from '../complainant';
import type { Complainants } from '../complainants';
import { searchIndexOf } from '../search-terms';
import type { mailAnswer } from './mail-answer';
import type { MailBack } from './mail-back';
import type { fileComplaints, ReportedMessage, ReportFacts } from './file-complaints';

interface Needs {
  readonly events: EventStore;
  readonly raw: RawStore;
  readonly vault: Vault;
  readonly examiner: Examiner;
  readonly registry: () => Registry;
  readonly aggregates: Pick<Aggregates, 'report'>;
  readonly file: ReturnType<typeof fileComplaints>;
  /** What answers something the desk sent: bounces and replies, by the address they came to. */
  readonly mailBack: (
    bytes: Buffer,
    envelope: ReportEnvelope,
    context: EffectContext,
  ) => Promise<MailBack | undefined>;
  /** Gives a reply to the case as the customer's answer; false when it cannot count as one. */
  readonly mailAnswer: ReturnType<typeof mailAnswer>;
  /** Under which our own mail servers write Authentication-Results; undefined: none does. */
  readonly authservId: string | undefined;
  readonly complainants: Pick<Complainants, 'overCap'>;
  /** Domains at which people who have nothing to do with each other have mailboxes. */
  readonly mailboxDomains: readonly string[];
  /** Who of ours signs by these domains. */
  readonly signers: (domains: readonly string[]) => Promise<Signers>;
}

/** By domain: the sending platform, or the accounts it signs for. */
export type Signers = ReadonlyMap<string, readonly ('platform' | AccountId)[]>;

export interface ExamineReport {
  readonly reportId: ReportId;
  readonly attempt: number;
  readonly final: boolean;
}

/** Doors behind which a mail server of our own stands. */
const FROM_OUR_SERVER: ReadonlySet<string> = new Set(['imap', 'lmtp']);

/** How long to wait for DNS before the next attempt: longer each time, for a day in all. */
const PATIENCE = [seconds(60), seconds(300), seconds(900), hours(1), hours(3)];
const patience = (attempt: number): Duration => PATIENCE[Math.min(attempt, PATIENCE.length) - 1]!;

/** From the raw bytes to what they report, who vouches for it, whose message it is, and the complaints it makes. One
 *  hop: in between nothing would be decided, and what was read stays in memory until it is sealed. */
export const examineReport =
  (needs: Needs) =>
  async ({ reportId, attempt, final }: ExamineReport, context: EffectContext): Promise<Verdict> => {
    const { events, raw, vault, examiner, aggregates } = needs;
    const received = await receivedReport(events, vault, reportId);
    if (!received) return { park: `report ${reportId} was never received` };
    const { at: receivedAt, raw: stored, envelope, archive, suppress, intake } = received;
    const bytes = await raw.get(stored.segment, reportId);
    if (!Buffer.isBuffer(bytes)) return; // erased before it was read
    const { at, meta } = context;

    // First: a bounce or a reply is told by an address that only we can make, and must not wait for DNS.
    const back = await needs.mailBack(bytes, envelope, context);
    const outcome =
      intake === 'manual'
        ? examiner.examineEntry(entryIn(bytes))
        : await examiner.examine(bytes, travelledBy(needs, intake, envelope), {
            receivedAt,
            final,
            posted: envelope.posted,
          });
    if (outcome.outcome === 'deferred') {
      await aggregates.report(
        {
          type: 'DeferExamination',
          reportId,
          at,
          attempt,
          until: plus(at, patience(attempt)),
          because: outcome.because,
        },
        meta,
      );
      return;
    }
    const isReply = back !== undefined && WRITTEN.has(outcome.disposition);
    const notice = back?.is === 'reply' ? back.notice : undefined;
    const counts =
      isReply && notice !== undefined && intake !== 'import'
        ? await needs.mailAnswer({ reportId, notice, receivedAt }, outcome, at, meta)
        : false;
    const disposition = counts ? 'answer' : isReply ? 'reply' : outcome.disposition;
    const complaints = disposition === 'complaints' ? outcome.report.complaints : 0;
    const facts = reportFacts(
      needs,
      reportId,
      receivedAt,
      outcome,
      archive ? (suppress ? 'suppress' : 'silent') : undefined,
      intake === 'import' ? (suppress ? 'suppress' : 'silent') : undefined,
    );
    const search = searchIndexOf(outcome, vault.identity);
    const overCap = await needs.complainants.overCap(facts, complaints, at);
    await aggregates.report(
      {
        type: 'RecordExamination',
        reportId,
        at,
        kind: outcome.report.kind,
        incidentType: outcome.report.incidentType ?? null,
        ...aboutWhat(outcome.report),
        format: outcome.report.format,
        feedbackType: feedbackTypeOf(outcome.report.kind, mostUrgentOf(outcome.report)),
        disposition,
        complaints,
        channel: outcome.channel,
        source: outcome.source,
        trust: outcome.trust.level,
        why: outcome.trust.why.slice(0, 500),
        authentication: outcome.authentication,
        problems: outcome.report.problems.slice(0, 20).map((problem) => problem.slice(0, 200)),
        alarms: [...outcome.alarms, ...(overCap.includes(true) ? (['flood'] as const) : [])],
        fields: unsealed(stored.keyId, fieldsOf(outcome)),
        ...(search && { search }),
      },
      { ...meta, commandId: uuidv5(meta.commandId, 'examination') },
    );
    if (disposition !== 'complaints') return;
    const messages = await messagesOf(needs, bytes, outcome, receivedAt);
    await needs.file(
      facts,
      messages.map((message, n) => ({ ...message, isOverCap: overCap[n] ?? false })),
      at,
      meta,
    );
  };

/** What a customer writes back is their answer, whatever they quote or forward in it. */
const WRITTEN: ReadonlySet<Examination['disposition']> = new Set([
  'person',
  'complaints',
  'incident',
] as const);

/** What was written down, without the id that made it a report of its own. */
const entryIn = (bytes: Buffer): ManualEntry => {
  const { entry: _, ...written } = JSON.parse(bytes.toString('utf8')) as Record<string, unknown>;
  return manualEntry.parse(written);
};

const travelledBy = ({ authservId }: Needs, intake: Intake, envelope: ReportEnvelope): Travelled => ({
  mailFrom: envelope.mailFrom,
  ...(envelope.clientIp !== undefined && intake === 'smtp' && { clientIp: envelope.clientIp }),
  ...(envelope.helo !== undefined && { helo: envelope.helo }),
  ...(FROM_OUR_SERVER.has(intake) && { authservId }),
});

const receivedReport = async (events: EventStore, vault: Vault, reportId: ReportId) => {
  for await (const recorded of events.read(`report-${reportId}`)) {
    const event = reportEvents.decode(recorded);
    if (event.type !== 'ReportReceived') return undefined;
    const opened = await vault.openEvent(recorded, '/envelope', { by: 'desk', why: 'examination' });
    const envelope: ReportEnvelope = wasErased(opened)
      ? { mailFrom: '', rcptTo: [] }
      : (opened as ReportEnvelope);
    return { ...event.data, envelope };
  }
  return undefined;
};

/** A URL may lead to a person, or do harm where it is clicked: its host says enough in a list. */
const aboutWhat = (report: NormalisedReport): { subject?: string } => {
  const subject = subjectOf(report);
  if (subject === undefined) return {};
  const host = URL.canParse(subject) ? new URL(subject).hostname : domainOf(subject);
  return host === '' ? {} : { subject: host.slice(0, 253) };
};

const TYPES = ['abuse', 'fraud', 'virus', 'other', 'not-spam', 'auth-failure', 'opt-out'] as const;
/** What those write who do not know the words of RFC 5965: no ladder of a day is for that either. */
const OTHER_WORDS = new Map([
  ['phishing', 'fraud'],
  ['malware', 'virus'],
]);
/** What nobody classified is a complaint like any other: mail from a person, a regulator or a trap. */
const feedbackTypeOf = (kind: ReportKind, { fields }: OneMessage): (typeof TYPES)[number] | null =>
  TYPES.find((type) => type === (OTHER_WORDS.get(fields.feedbackType ?? '') ?? fields.feedbackType)) ??
  (kind === 'complaint'
    ? 'abuse'
    : kind === 'opt-out' || kind === 'not-spam' || kind === 'auth-failure'
      ? kind
      : null);

const reportFacts = (
  { registry, vault, mailboxDomains }: Needs,
  reportId: ReportId,
  receivedAt: Instant,
  { report, channel, source, trust }: Examination,
  archive: ReportFacts['archive'],
  imported: ReportFacts['imported'],
): ReportFacts => {
  const known = source === null ? undefined : registry().sources.find(({ id }) => id === source);
  const author = report.header.from[0];
  return {
    reportId,
    channel,
    trust: trust.level,
    source,
    receivedAt,
    ...(archive && { archive }),
    ...(imported && { imported }),
    ...(known?.discreet && { discreet: true as const }),
    complainant: complainantKey(
      {
        identity: vault.identity,
        providerOf: (address) => registry().providerOf(address),
        mailboxDomains,
      },
      trust.level,
      author,
    ),
    sentTo:
      channel === 'direct' ? [...new Set([...report.header.to, ...report.header.cc].map(domainOf))] : [],
    author: author === undefined ? reportId : vault.identity.recipientKeyOf(author),
  };
};

/** Where the message was delivered, as volumes count it: by the recipient's domain; failing that by a source that reports
 *  for one provider only. */
const providerOf = (registry: Registry, source: string | null, recipient: string | undefined) => {
  const known = recipient === undefined ? undefined : registry.providerOf(recipient);
  if (known !== undefined) return known;
  const providers = Object.keys(registry.sources.find(({ id }) => id === source)?.providers ?? {});
  return providers.length === 1 ? providers[0]! : null;
};

/** What is known of each delivery that is reported, in the report's order. */
const messagesOf = async (
  { examiner, signers, registry }: Needs,
  bytes: Buffer,
  { report, source }: Examination,
  receivedAt: Instant,
): Promise<Omit<ReportedMessage, 'isOverCap'>[]> => {
  const messages = [report, ...report.further];
  const ours = await signers(signersOf(messages));
  const isOurs = (domain: string) => ours.get(domain) !== undefined;
  const signatures = await examiner.ownSignatures(bytes, report, isOurs, receivedAt);
  return messages
    .flatMap((message, n) => deliveriesOf(report.kind, message, signatures[n]!, ours, receivedAt))
    .map((delivery, part) => ({
      ...delivery,
      part,
      provider: providerOf(registry(), source, delivery.evidence.recipients[0]),
    }));
};

/** One for each reported recipient; one in all when nobody is named. */
const deliveriesOf = (
  kind: ReportKind,
  message: OneMessage,
  signature: OwnSignature,
  ours: Signers,
  receivedAt: Instant,
): Omit<ReportedMessage, 'part' | 'provider' | 'isOverCap'>[] => {
  const { original, fields, recipients } = message;
  const named = recipients.map(({ address }) => address);
  const reported = named.length > 0 ? named : [undefined];
  const signedBy = signature.domains.flatMap((domain) => ours.get(domain) ?? []);
  const evidence: Omit<TraceEvidence, 'recipients'> = {
    // Whoever offers a CFBL-Address may have put the token into CFBL-Feedback-ID (RFC 9477), which reports must keep.
    tokenHeaders: [
      ...new Set([
        ...(original?.headers.get(TOKEN_HEADER.toLowerCase()) ?? []),
        ...(original?.cfblFeedbackIds ?? []),
      ]),
    ],
    messageIds: [
      ...(original?.messageId === undefined ? [] : [original.messageId]),
      ...(original?.innerMessageIds ?? []),
    ],
    feedbackIds: original?.feedbackIds ?? [],
    ...(fields.originalMailFrom !== undefined && { returnPath: fields.originalMailFrom }),
    ownDkim: signedBy.includes('platform') ? 'platform' : (signedBy as AccountId[]),
    ...(signature.to !== undefined && { signedTo: signature.to }),
  };
  const arrival = fields.arrivalDate === undefined ? NaN : Date.parse(fields.arrivalDate);
  const estimated = [original?.sentAt, arrival].find((at) => at !== undefined && at > 0 && at <= receivedAt);
  return reported.map((recipient) => ({
    feedbackType: feedbackTypeOf(kind, message) ?? 'abuse',
    evidence: { ...evidence, recipients: recipient === undefined ? [] : [recipient] },
    signedBy: signature.keys,
    findings: original?.findings ?? [],
    reported: {
      ...(recipient !== undefined && { recipient }),
      ...(fields.originalMessageId !== undefined && { messageId: fields.originalMessageId.slice(0, 998) }),
    },
    estimatedSentAt: (estimated ?? receivedAt) as Instant,
  }));
};

/** As `cli parse` prints it, long texts and lists cut: the original is kept beside it. */
const fieldsOf = ({ report, authenticatedDomains }: Examination): ReportedFields => {
  const { feedbackType: _, ...fields } = report.fields;
  const [from] = report.header.from;
  const { subject } = report.header;
  return cut({
    ...fields,
    ...(from !== undefined && { reportFrom: from }),
    ...(subject !== undefined && { reportSubject: subject }),
    authenticatedDomains,
  });
};

const cut = <T>(value: T): T =>
  (typeof value === 'string'
    ? value.slice(0, 300)
    : Array.isArray(value)
      ? value.slice(0, 10).map(cut)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .slice(0, 40)
              .map(([name, inner]) => [name, cut(inner)]),
          )
        : value) as T;
