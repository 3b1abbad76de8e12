import { addressIn, domainOf } from './fields/address';
import type { IncidentType, NormalisedReport, ReportedMessage } from './normalised';

/** Of which type the incident is that a report of messages tells: one that calls all of them phishing or malware, whoever
 *  says so. Of some among others the report stays a complaint, and comes first all the same. */
export const incidentIn = (messages: readonly ReportedMessage[]): IncidentType | undefined => {
  if (messages.length === 0 || !messages.every(isUrgent)) return undefined;
  return MALWARE.has(messages[0]!.fields.feedbackType!) ? 'malware' : 'phishing';
};

/** 1 is seen to at once, whoever reports it: phishing and malware do harm by the hour, and no ladder of 24 hours is for
 *  them. Everything else is 2. */
export const priorityOf = (report: NormalisedReport): 1 | 2 => {
  const { kind, incidentType } = report;
  if (kind === 'incident') return incidentType === 'phishing' || incidentType === 'malware' ? 1 : 2;
  return kind === 'complaint' && isUrgent(mostUrgentOf(report)) ? 1 : 2;
};

/** The reported message that is to be seen to first: of several that are alike, the first. */
export const mostUrgentOf = (report: NormalisedReport): ReportedMessage =>
  isUrgent(report) ? report : (report.further.find(isUrgent) ?? report);

const isUrgent = ({ fields }: ReportedMessage): boolean => URGENT.has(fields.feedbackType ?? '');

/** Two of RFC 5965, and what those who know no better write for them. */
const URGENT = new Set(['fraud', 'virus', 'phishing', 'malware']);
const MALWARE = new Set(['virus', 'malware']);

/** What an incident is about: of what somebody put on the web the URL; of a message its author's domain, since it came from
 *  an address of ours; else the address, else the domain. */
export const subjectOf = ({ kind, incidentType, fields }: NormalisedReport): string | undefined => {
  if (kind !== 'incident') return undefined;
  const { sourceIp, reportedUri, reportedDomain, originalFrom } = fields;
  const onTheWeb = incidentType === 'phishing' || incidentType === 'malware' || incidentType === 'copyright';
  const author = domainOf(addressIn(originalFrom ?? '') ?? '') || undefined;
  return (
    (onTheWeb ? reportedUri?.[0] : undefined) ?? author ?? sourceIp ?? reportedDomain?.[0] ?? reportedUri?.[0]
  );
};
