import type { Question, Questionnaire } from '../evidence/questionnaire';

/** How much of what the branch asks was answered, in exact counts. */
export interface Completeness {
  readonly answered: number;
  readonly asked: number;
  readonly missing: readonly Question[];
}

type Asks = readonly (Question | false | undefined)[];

/** Which questions the answers so far call for: the time of a confirmation only of a double opt-in, words only of an
 *  explicit statement, the relationship only where there is none. */
const asksOf = (given: Questionnaire): Asks => {
  switch (given.collected) {
    case 'online':
      return ['collectedAt', 'how', 'by', ...ofWeb(given), ...ofStatement(given), ...ofRelationship(given)];
    case 'existing-customer':
      return ['collectedAt', 'how', ...RELATIONSHIP];
    case 'offline':
      return ['collectedAt', 'how', 'medium', 'occasion', ...ofStatement(given), ...ofRelationship(given)];
    case 'third-party':
      return [
        'collectedAt',
        'how',
        'kind',
        'party',
        ...ofWeb(given),
        ...ofStatement(given),
        'coRegistrationPartners',
      ];
  }
};

const ofWeb = ({ optIn }: { readonly optIn?: string | undefined }): Asks => [
  'url',
  'ip',
  'optIn',
  optIn === 'double' && 'confirmedAt',
];
const ofStatement = ({ explicitStatement }: Stated): Asks => [
  'explicitStatement',
  ...(explicitStatement === false ? [] : (['statementText', 'couldConsent'] as const)),
];
const RELATIONSHIP = ['relation', 'informedHow', 'couldObject'] as const;
const ofRelationship = ({ explicitStatement }: Stated): Asks =>
  explicitStatement === false ? RELATIONSHIP : [];
interface Stated {
  readonly explicitStatement?: boolean | undefined;
}

export const completenessOf = (given: Questionnaire): Completeness => {
  const asked = asksOf(given).filter((one): one is Question => one !== false && one !== undefined);
  const answers: Partial<Record<Question, unknown>> = given;
  const missing = asked.filter((one) => {
    const answer = answers[one];
    return answer === undefined || (Array.isArray(answer) && answer.length === 0);
  });
  return { answered: asked.length - missing.length, asked: asked.length, missing };
};
