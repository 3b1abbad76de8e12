import type { BundleContents, BundledComplaint, BundledEvidence } from './contents';

/** A bundle in words, a line a fact, for whoever opens it first: at a certifier, a feedback office or a regulator. */
export const summaryOf = (bundle: BundleContents): string[] => [
  `Evidence of consent in case ${bundle.case}`,
  '',
  `Made at ${bundle.madeAt} by ${bundle.brand.name}.`,
  `Sender: ${bundle.account.name ?? '(erased)'}, account ${bundle.account.id}${bundle.account.domains.length > 0 ? `, of ${bundle.account.domains.join(', ')}` : ''}.`,
  `Policy: ${bundle.policy.title}, version ${bundle.policy.version}.`,
  `The case is ${bundle.state}.`,
  ...bundle.measures.map(
    ({ measure, state, at, ground }) => `Measure: ${measure}, ${state}, at ${at}, because of ${ground}.`,
  ),
  ...(bundle.withheld > 0
    ? [`Nothing is said of ${counted(bundle.withheld, 'complaint')}: who complained must stay unknown.`]
    : []),
  ...bundle.complaints.flatMap(complaintLines),
  ...(bundle.evidence.length === 0
    ? ['', 'No evidence was handed in.']
    : bundle.evidence.flatMap(evidenceLines)),
];

const complaintLines = ({
  id,
  sentAt,
  sentEstimated,
  campaign,
  reports,
  consent,
}: BundledComplaint): string[] => [
  '',
  `Complaint ${id}`,
  `  About mail sent at ${sentAt}${sentEstimated ? ' (estimated)' : ''}${campaign === null ? '' : `, of campaign ${campaign}`}.`,
  ...reports.map(
    ({ receivedAt, channel, source, trust, file }) =>
      `  Reported at ${receivedAt} over ${channel}${source === null ? '' : ` by ${source}`}, trust ${trust}: ${file}`,
  ),
  ...(consent === null
    ? ['  Of its recipient nothing is known to the archive of consent.']
    : [
        `  Origin of the address when the mail was sent: ${consent.origin.source} (${consent.origin.because}); the risk is ${consent.origin.liability === 'customer' ? 'the customer’s' : 'shared'}.`,
        ...consent.entries.map(
          ({ what, at, address, ip }) =>
            `  ${what} at ${at}${address ? `, address ${address}` : ''}${ip ? `, from ${ip}` : ''}.`,
        ),
      ]),
];

const evidenceLines = ({
  id,
  receivedAt,
  completeness,
  findings,
  answers,
  files,
}: BundledEvidence): string[] => [
  '',
  `Evidence ${id}, received at ${receivedAt}`,
  `  ${completeness.answered} of ${counted(completeness.asked, 'question')} answered${completeness.missing.length > 0 ? `; missing: ${completeness.missing.join(', ')}` : ''}.`,
  ...(answers === null
    ? ['  The answers were erased.']
    : Object.entries(answers).map(([name, answer]) => `  ${name}: ${inOneLine(answer)}`)),
  ...findings.map(({ severity, sentence }) => `  Finding (${severity}): ${sentence}`),
  ...files.map(({ file, type, sha256 }) => `  File: ${file} (${type}), SHA-256 ${sha256}`),
];

const counted = (n: number, thing: string): string => `${n} ${thing}${n === 1 ? '' : 's'}`;

/** What a customer wrote, so that it cannot look like a line of ours. */
const inOneLine = (answer: unknown): string =>
  (Array.isArray(answer) ? answer.join('; ') : String(answer)).replace(/\s+/g, ' ');
