import type { NormalisedReport } from './normalised';

/** 1 is seen to at once, whoever reports it: phishing and malware do harm by the hour, and no ladder of 24 hours is for
 *  them. Everything else is 2. */
export const priorityOf = ({ kind, incidentType, fields }: NormalisedReport): 1 | 2 => {
  if (kind === 'incident') return incidentType === 'phishing' || incidentType === 'malware' ? 1 : 2;
  return kind === 'complaint' && URGENT.has(fields.feedbackType ?? '') ? 1 : 2;
};

/** Two of RFC 5965, and what those who know no better write for them. */
const URGENT = new Set(['fraud', 'virus', 'phishing', 'malware']);

/** What an incident is about: of what somebody put on the web the URL, else the address, else the domain. */
export const subjectOf = ({ kind, incidentType, fields }: NormalisedReport): string | undefined => {
  if (kind !== 'incident') return undefined;
  const { reportedUri, sourceIp, reportedDomain } = fields;
  const onTheWeb = incidentType === 'phishing' || incidentType === 'malware' || incidentType === 'copyright';
  return (onTheWeb ? reportedUri?.[0] : undefined) ?? sourceIp ?? reportedDomain?.[0] ?? reportedUri?.[0];
};
