import { HttpException } from '@nestjs/common';
import { z } from 'zod';
import type { Rejected } from '@app/kernel';

/** The kinds of problem the API answers with. The names are part of the contract: clients branch on `type`. */
const KINDS = {
  'invalid-request': [400, 'The request is not valid'],
  unauthenticated: [401, 'A key is needed'],
  forbidden: [403, 'This key may not do that'],
  'not-found': [404, 'There is no such thing'],
  refused: [409, 'Refused as things stand'],
  'in-progress': [409, 'The same call is still being answered'],
  'stale-revision': [412, 'It has changed since you read it'],
  'too-large': [413, 'The body is too large'],
  'unsupported-media-type': [415, 'That media type is not taken here'],
  'key-reused': [422, 'This Idempotency-Key belongs to another call'],
  'too-many-requests': [429, 'Too many calls'],
  internal: [500, 'Something went wrong here'],
  unavailable: [503, 'Not possible right now'],
  'disk-full': [507, 'No room left'],
} as const;
export type ProblemKind = keyof typeof KINDS;

/** One thing wrong with a request: where (`items[3].recipient`, '' for the whole) and what. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** An answer by RFC 9457. `detail` is for people: it names the thing, what is wrong, what to do; never personal data. */
export class Problem extends HttpException {
  constructor(
    readonly kind: ProblemKind,
    readonly detail: string,
    readonly extras: {
      readonly errors?: readonly FieldError[];
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(KINDS[kind][1], KINDS[kind][0]);
  }

  get title(): string {
    return KINDS[this.kind][1];
  }
}

export const problemType = (kind: ProblemKind): string => `urn:meldkamer:problem:${kind}`;

export const problemBody = z
  .object({
    type: z.string().meta({ description: 'urn:meldkamer:problem:<kind>, or about:blank' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    instance: z.string().optional(),
    requestId: z.string().optional().meta({ description: 'What to say when you ask us about it' }),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    code: z.string().optional().meta({ description: 'Why the desk refused, as a word' }),
  })
  .meta({ id: 'Problem' });

export const notFound = (what: string, id: string): Problem =>
  new Problem('not-found', `there is no ${what} ${JSON.stringify(id.slice(0, 128))}`);

export const stale = (expected: number, actual: number): Problem =>
  new Problem(
    'stale-revision',
    `it stands at revision ${actual}, not at ${expected} as If-Match says: read it again, then decide again`,
  );

/** What a path names. A measure or a deadline is named by the body: that it is not there is a refusal like others. */
const ABSENT = /^(?:unknown|no-such-(?:account|case|complaint|order|report)$)/;

/** What a decider refused. That it is stale, or of nothing that there is, has a status of its own. */
export class Refusal extends Problem {
  constructor(
    readonly rejection: Rejected,
    extras: Problem['extras'] = {},
  ) {
    const { rejected, because } = rejection;
    super(
      /^stale|stale$/.test(rejected) ? 'stale-revision' : ABSENT.test(rejected) ? 'not-found' : 'refused',
      because ?? rejected,
      extras,
    );
  }
}

/** Something broke while a batch was taken, and what had been taken before stays: `cause` says what. */
export class BrokenOff extends Error {
  override readonly name = 'BrokenOff';
  constructor(cause: unknown) {
    super('a batch broke off', { cause });
  }
}

/** The revision of what was done, or the refusal as an answer. For what command execution returns. */
export const revisionOf = (
  outcome: { ok: true; revision: number } | { ok: false; rejection: Rejected },
): number => {
  if (!outcome.ok) throw new Refusal(outcome.rejection);
  return outcome.revision;
};
