import { EVIDENCE_FIELDS, type EvidenceField } from './fields';
import { localMoment } from './local-time';
import type { EvidenceInput, EvidenceProblem } from './page';

export interface ReadEvidence {
  /** As the questionnaire wants it, to be checked by its schema; what was left empty is left out. */
  readonly given: Readonly<Record<string, unknown>>;
  /** One of the recipients offered; undefined: all. */
  readonly about: string | undefined;
  readonly input: EvidenceInput;
  readonly problems: readonly EvidenceProblem[];
}

/** What a posted questionnaire says. Fields that were not asked for are not read. `zone` is that of the moments. */
export const readEvidenceForm = (
  body: Readonly<Record<string, string>>,
  zone: string,
  recipients: readonly string[],
): ReadEvidence => {
  const problems: EvidenceProblem[] = [];
  const given: Record<string, unknown> = {};
  const input: Record<string, string> = {};
  for (const field of EVIDENCE_FIELDS) {
    const text = cleaned(body[field.name] ?? '');
    if (text === '') continue;
    input[field.name] = text;
    const value = valueOf(field, text, zone);
    if (value === undefined)
      problems.push({ field: field.name, problem: field.kind === 'moment' ? 'moment' : 'wrong' });
    else given[field.name] = value;
  }
  if (given['collected'] === undefined) problems.unshift({ field: 'collected', problem: 'choose' });
  const about = recipients.find((one) => one === body['about']);
  if (about !== undefined) input['about'] = about;
  return { given, about, input, problems };
};

const valueOf = ({ kind, options = [] }: EvidenceField, text: string, zone: string): unknown => {
  switch (kind) {
    case 'moment': {
      const at = localMoment(text, zone);
      return at === undefined ? undefined : new Date(at).toISOString();
    }
    case 'yes-no':
      return text === 'yes' ? true : text === 'no' ? false : undefined;
    case 'choice':
      return options.find((one) => one === text);
    case 'lines':
      return text
        .split('\n')
        .map((one) => one.trim())
        .filter((one) => one !== '');
    case 'line':
    case 'text':
      return text;
  }
};

/** Line ends as LF, and no control characters, which no keyboard makes. */
const cleaned = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .trim();
