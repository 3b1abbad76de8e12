import { ANSWER_LIMIT, type Answer, type FieldProblem, type FormField } from './page';

/** Bytes of a form that may hold three full answers, percent-encoded (three bytes a UTF-16 unit, nine characters). */
export const ANSWER_BODY_LIMIT = 3 * ANSWER_LIMIT * 9 + 1_024;

/** What a posted form says. A part of an answer is an answer: whoever first sends feedback and then a solution is heard
 *  twice, and the page says what is missing. Only nothing at all is a problem, and so is too much. Fields that were not
 *  asked for are not read. What was typed comes back in `answer` either way. */
export const checkAnswer = (
  body: Readonly<Record<string, unknown>>,
  asks: readonly FormField[],
): { readonly answer: Answer; readonly problems: readonly FieldProblem[] } => {
  const given = asks.map((field) => [field, textOf(body[field])] as const);
  const tooLong = given
    .filter(([, text]) => text.length > ANSWER_LIMIT)
    .map(([field, text]) => ({ field, problem: 'too-long' as const, length: text.length }));
  const empty = given.every(([, text]) => text === '')
    ? asks.map((field) => ({ field, problem: 'empty' as const }))
    : [];
  const answer = Object.fromEntries(given.filter(([, text]) => text !== ''));
  return { answer, problems: [...tooLong, ...empty] };
};

/** Line ends as LF, and no control characters, which no keyboard makes. A field sent twice counts once. */
const textOf = (value: unknown): string => {
  const text: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof text !== 'string') return '';
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .trim();
};
