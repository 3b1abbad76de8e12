// The questionnaire about consent as a form: one field for each question, whatever the way of collection that asks it.
// Names are those of the questionnaire and of the request.

export type EvidenceFieldName =
  | 'collected'
  | 'collectedAt'
  | 'how'
  | 'firstSentAt'
  | 'lastContactAt'
  | 'by'
  | 'url'
  | 'ip'
  | 'userAgent'
  | 'optIn'
  | 'confirmedAt'
  | 'kind'
  | 'party'
  | 'coRegistrationPartners'
  | 'medium'
  | 'occasion'
  | 'explicitStatement'
  | 'statementText'
  | 'couldConsent'
  | 'relation'
  | 'informedHow'
  | 'couldObject'
  | 'further';

export type EvidenceGroup =
  'collection' | 'web' | 'third-party' | 'offline' | 'statement' | 'relationship' | 'more';

/** moment: a local time. lines: a list, one to a line. */
export type EvidenceFieldKind = 'moment' | 'line' | 'text' | 'lines' | 'yes-no' | 'choice';

export interface EvidenceField {
  readonly name: EvidenceFieldName;
  readonly kind: EvidenceFieldKind;
  /** Of a choice: the values, in their order. */
  readonly options?: readonly EvidenceOption[];
}

export type EvidenceOption =
  | 'online'
  | 'existing-customer'
  | 'offline'
  | 'third-party'
  | 'newsletter'
  | 'order'
  | 'account'
  | 'other'
  | 'single'
  | 'double'
  | 'co-registration'
  | 'lottery'
  | 'questionnaire'
  | 'oral'
  | 'paper';

const choice = (name: EvidenceFieldName, ...options: EvidenceOption[]): EvidenceField => ({
  name,
  kind: 'choice',
  options,
});
const field = (kind: EvidenceFieldKind, name: EvidenceFieldName): EvidenceField => ({ name, kind });

export const EVIDENCE_FORM: readonly {
  readonly group: EvidenceGroup;
  readonly fields: readonly EvidenceField[];
}[] = [
  {
    group: 'collection',
    fields: [
      choice('collected', 'online', 'existing-customer', 'offline', 'third-party'),
      field('moment', 'collectedAt'),
      field('text', 'how'),
      field('moment', 'firstSentAt'),
      field('moment', 'lastContactAt'),
    ],
  },
  {
    group: 'web',
    fields: [
      choice('by', 'newsletter', 'order', 'account', 'other'),
      field('line', 'url'),
      field('line', 'ip'),
      field('line', 'userAgent'),
      choice('optIn', 'single', 'double'),
      field('moment', 'confirmedAt'),
    ],
  },
  {
    group: 'third-party',
    fields: [choice('kind', 'co-registration', 'lottery', 'questionnaire', 'other'), field('line', 'party')],
  },
  { group: 'offline', fields: [choice('medium', 'oral', 'paper'), field('line', 'occasion')] },
  {
    group: 'statement',
    fields: [
      field('yes-no', 'explicitStatement'),
      field('text', 'statementText'),
      field('yes-no', 'couldConsent'),
      field('lines', 'coRegistrationPartners'),
    ],
  },
  {
    group: 'relationship',
    fields: [field('text', 'relation'), field('text', 'informedHow'), field('yes-no', 'couldObject')],
  },
  { group: 'more', fields: [field('text', 'further')] },
];

export const EVIDENCE_FIELDS: readonly EvidenceField[] = EVIDENCE_FORM.flatMap(({ fields }) => fields);
export const isEvidenceField = (name: string): name is EvidenceFieldName =>
  EVIDENCE_FIELDS.some((one) => one.name === name);
