import { z } from 'zod';
import { instant, type Instant } from '@app/kernel';
import { ASSUMPTIONS, type AccountDifferences, type Difference, type Step } from '@app/simulation';
import { harmless, jsonLine, table } from '../table';

const written = (at: Instant): string => z.encode(instant, at);
const stepOf = ({ was, would }: Difference): Step => (would ?? was)!;
const asWritten = (step: Step | null) =>
  step && { at: written(step.at), caseId: step.caseId, rule: step.rule };

/** One account a line. */
export const asJson = (accounts: readonly AccountDifferences[]): string =>
  accounts
    .map(({ accountId, brandId, differences, assumed }) =>
      jsonLine({
        accountId,
        brandId,
        differences: differences.map((difference) => {
          const { measure, turn } = stepOf(difference);
          const { kind, was, would, assuming } = difference;
          return { kind, measure, turn, was: asWritten(was), would: asWritten(would), assuming };
        }),
        assumed: assumed.map(({ assumption, at, detail }) => ({
          assumption,
          says: ASSUMPTIONS[assumption],
          at: written(at),
          detail,
        })),
      }),
    )
    .join('');

const HEADINGS = [
  'account',
  'brand',
  'kind',
  'measure',
  'turn',
  'was_at',
  'was_rule',
  'would_at',
  'would_rule',
  'assuming',
];

/** One difference a line (RFC 4180). */
export const asCsv = (accounts: readonly AccountDifferences[]): string =>
  [
    HEADINGS,
    ...accounts.flatMap(({ accountId, brandId, differences }) =>
      differences.map((difference) => {
        const { measure, turn } = stepOf(difference);
        const { kind, was, would, assuming } = difference;
        const of = (step: Step | null) => (step ? [written(step.at), step.rule] : ['', '']);
        return [accountId, brandId, kind, measure, turn, ...of(was), ...of(would), assuming.join(' ')];
      }),
    ),
  ]
    .map((cells) => `${cells.map(cell).join(',')}\r\n`)
    .join('');

/** Quoted where it must be; what a spreadsheet would take for a formula is text to it. */
const cell = (text: string): string => {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
};

/** Under each account what would have differed, in the order of time. */
export const asText = (accounts: readonly AccountDifferences[]): string =>
  accounts
    .map(({ accountId, brandId, differences, assumed }) => {
      const rows = differences.map((difference) => {
        const { measure, turn } = stepOf(difference);
        return [
          `  ${difference.kind}`,
          `${measure} ${turn}`,
          shown(difference.was),
          shown(difference.would),
          difference.assuming.join(', '),
        ];
      });
      const names = [...new Set(assumed.map(({ assumption }) => assumption))];
      return [
        `${harmless(accountId)} (${brandId})\n`,
        table(['  ', 'measure', 'was', 'would have been', 'assuming'], rows),
        ...names.map((name) => `  ${name}: ${ASSUMPTIONS[name]}\n`),
        '\n',
      ].join('');
    })
    .join('');

const shown = (step: Step | null): string => (step ? `${written(step.at)} by ${harmless(step.rule)}` : '-');
