import { between, days } from '@app/kernel';
import { isVouched, type ReportRef } from './shapes';

/** So long somebody may change their mind (domain rules B4). */
const WITHDRAWS_FOR = days(30);

type Told = Pick<ReportRef, 'trust' | 'source' | 'receivedAt' | 'feedbackType' | 'archive' | 'recipientKey'>;

/** Whether one of `reports` takes this one back: the recipient pressed "not spam" after "spam", and the same source says
 *  both and vouches for both. Anybody else's word for it would be a way out of the complaint rate. Whoever presses "spam"
 *  once more complains again. */
export const isWithdrawn = (complaint: Told, reports: readonly Told[]): boolean =>
  complaint.feedbackType !== 'not-spam' && reports.some((report) => withdraws(report, complaint));

const withdraws = (report: Told, complaint: Told): boolean =>
  report.feedbackType === 'not-spam' &&
  !report.archive &&
  isVouched(report) &&
  isVouched(complaint) &&
  report.source !== null &&
  report.source === complaint.source &&
  report.recipientKey === complaint.recipientKey && // absent in both: the complaint's own
  report.receivedAt > complaint.receivedAt &&
  between(complaint.receivedAt, report.receivedAt) <= WITHDRAWS_FOR;
