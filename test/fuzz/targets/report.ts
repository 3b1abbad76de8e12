import { isDeepStrictEqual, types } from 'node:util';
import {
  DEFAULT_BUDGET,
  describeReport,
  dispositionOf,
  parseReport,
  priorityOf,
  type NormalisedReport,
} from '@app/examination';
import { must } from '../fault';
import { cpuOf } from '../cpu';

const KINDS: ReadonlySet<string> = new Set(['complaint', 'incident', 'not-spam', 'opt-out', 'auth-failure', 'not-a-complaint', 'unreadable']); // prettier-ignore
const MOST_ITEMS = 1_000; // of any list
const PROBLEMS = 20;
const LONGEST_PROBLEM = 300;

/** Milliseconds of processor time that reading so many bytes may take: a hundred times what it usually does. */
const allowed = (bytes: number): number => 50 + bytes / 1_000;

/** Nothing in a result is longer than the budget lets it be, wherever it stands. */
const within = (value: unknown, path: string): void => {
  if (typeof value === 'string') {
    const most = path === '.text' ? DEFAULT_BUDGET.text : DEFAULT_BUDGET.field;
    must('bounds', value.length <= most, () => `${path} has ${value.length} characters of ${most}`);
  } else if (Array.isArray(value)) {
    must('bounds', value.length <= MOST_ITEMS, () => `${path} has ${value.length} items`);
    for (const item of value) within(item, `${path}[]`);
  } else if (value instanceof Map) {
    must('bounds', value.size <= DEFAULT_BUDGET.headers, () => `${path} has ${value.size} names`);
    for (const [name, inner] of value as Map<string, unknown>) {
      within(name, `${path} name`);
      within(inner, `${path}{}`);
    }
  } else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) within(inner, `${path}.${key}`);
};

const finite = (value: unknown, path: string): void => {
  if (typeof value === 'number') must('bounds', Number.isFinite(value), () => `${path} is ${value}`);
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) finite(inner, `${path}.${key}`);
};

export const mustBeBounded = (report: NormalisedReport): void => {
  const { kind, format, complaints, problems } = report;
  must('kind', KINDS.has(kind) && format !== '', () => `kind ${kind}, format ${format}`);
  must('kind', dispositionOf(report) !== undefined, () => `${kind} goes nowhere`);
  must('kind', [1, 2].includes(priorityOf(report)), () => `priority ${priorityOf(report)}`);
  must('bounds', Number.isInteger(complaints) && complaints >= 0 && complaints <= DEFAULT_BUDGET.complaints, () => `${complaints} complaints`); // prettier-ignore
  const reported = [report, ...report.further].map((m) => Math.max(1, m.recipients.length)).reduce((a, b) => a + b, 0); // prettier-ignore
  must('bounds', reported <= DEFAULT_BUDGET.complaints, () => `${reported} messages and recipients`);
  must('bounds', problems.length <= PROBLEMS, () => `${problems.length} problems`);
  for (const problem of problems)
    must('bounds', problem.length <= LONGEST_PROBLEM, () => `a problem of ${problem.length} characters`);
  must('nothing lost', kind !== 'unreadable' || problems.length > 0, () => 'unreadable without a reason');
  within(report, '');
  finite(report, '');
};

/** With its maps. As text: under Jest a clone's prototypes are those of another realm. */
const written = (report: NormalisedReport): string =>
  JSON.stringify(report, (_, value: unknown) => (types.isMap(value) ? [...value] : value));

export const mustSurviveJson = (report: NormalisedReport): void => {
  const described = describeReport(report);
  must('json', isDeepStrictEqual(JSON.parse(JSON.stringify(described)), described), () => 'the description changes when written as JSON'); // prettier-ignore
  must('clone', written(structuredClone(report)) === written(report), () => 'the report changes on its way out of a thread'); // prettier-ignore
};

const same = (oracle: string, a: NormalisedReport, b: NormalisedReport): void =>
  must(oracle, isDeepStrictEqual(a, b), () => {
    const keys = Object.keys({ ...a, ...b }) as (keyof NormalisedReport)[];
    return `differs in ${keys.filter((key) => !isDeepStrictEqual(a[key], b[key])).join(', ')}`;
  });

/** CRLF, CR, and CR CR LF become LF: said a second time, apart from the code. */
const unix = (bytes: Buffer): Buffer =>
  Buffer.from(bytes.toString('latin1').replace(/\r\r\n|\r\n|\r/g, '\n'), 'latin1');

export interface Outcome {
  readonly signature: string;
  /** Processor milliseconds. */
  readonly cpu: number;
}

/** Everything that must hold of a report, whatever it was made of. */
export const checkReport = (bytes: Buffer): Outcome => {
  const before = Buffer.from(bytes);
  const [report, cpu] = cpuOf(() => parseReport(bytes), allowed(bytes.length));
  must('linear', cpu <= allowed(bytes.length), () => `${Math.round(cpu)} ms for ${bytes.length} bytes`);
  must('pure', before.equals(bytes), () => 'the bytes were changed');
  mustBeBounded(report);
  mustSurviveJson(report);
  const within = Buffer.concat([Buffer.from('X: y\r\n'), bytes, Buffer.from('\r\nz')]);
  same('idempotent', report, parseReport(within.subarray(6, 6 + bytes.length)));
  same('line ends', report, parseReport(unix(bytes)));
  return { signature: [report.kind, report.format, report.channel, ...report.problems].join('|').replace(/\d+/g, '#'), cpu }; // prettier-ignore
};
