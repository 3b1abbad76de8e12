import type { NormalisedReport } from './normalised';
import { priorityOf, subjectOf } from './priority';

/** What `cli parse` prints, and the API shows of a report: a plain object of JSON, absent fields left out. The names are
 *  fixed by the interface, and those of its fields follow RFC 5965. */
export const describeReport = (
  report: NormalisedReport,
  source: string | null = null,
): Readonly<Record<string, unknown>> => {
  const { kind, incidentType, format, fields, complaints, problems, unwrappedSubject, valid } = report;
  return Object.fromEntries(
    Object.entries({
      kind,
      incidentType,
      format,
      ...fields,
      derivedFrom: fields.derivedFrom && { ...fields.derivedFrom },
      reportClass: reportClass(report),
      unwrappedSubject,
      valid,
      complaints,
      ...(kind === 'incident' ? { incidentCount: 1, incidentSubject: subjectOf(report) } : {}),
      ...(kind === 'incident' || priorityOf(report) === 1 ? { priority: priorityOf(report) } : {}),
      problems,
      source,
    }).filter(([, value]) => value !== undefined),
  );
};

/** Which of the reports of the DMARC family it is. */
const reportClass = ({ kind, format, fields }: NormalisedReport): string | undefined =>
  format === 'dmarc-aggregate'
    ? 'dmarc-aggregate'
    : format === 'tls-report'
      ? 'smtp-tls'
      : kind === 'auth-failure' && fields.authFailure === 'dmarc'
        ? 'dmarc-failure'
        : undefined;
