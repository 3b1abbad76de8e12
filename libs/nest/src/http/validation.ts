import { StandardSchemaValidationPipe } from '@nestjs/common';
import { Problem, type FieldError } from './problem';

const MOST_ERRORS = 50; // a batch of 10,000 wrong items is told so, not told 10,000 times

type Issue = {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
};

const spelled = (path: Issue['path']): string =>
  (path ?? []).reduce<string>((text, segment) => {
    const key = typeof segment === 'object' ? segment.key : segment;
    return typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');

export const fieldErrors = (issues: readonly Issue[]): FieldError[] =>
  issues.slice(0, MOST_ERRORS).map(({ path, message }) => ({ path: spelled(path), message }));

/** Checks what carries a schema: `@Body({ schema })`, `@Query({ schema })`, `@Param('id', { schema })`. */
export const validationPipe = () =>
  new StandardSchemaValidationPipe({
    exceptionFactory: (issues) => {
      const more = issues.length - MOST_ERRORS;
      return new Problem(
        'invalid-request',
        `${issues.length === 1 ? 'one field is' : `${issues.length} fields are`} not as documented at /docs; see errors` +
          (more > 0 ? `, of which the first ${MOST_ERRORS} are shown` : ''),
        { errors: fieldErrors(issues) },
      );
    },
  });
