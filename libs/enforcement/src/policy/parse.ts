import type { z } from 'zod';
import { policySchema, type Policy, type Setting } from './schema';
import { checkRules, checkValues, resolveSettings } from './settings';

export interface PolicyProblem {
  readonly path: string; // rules.2.then.0.within
  readonly value: unknown;
  readonly wrong: string; // and what is allowed
}

/** Everything that is wrong with a policy, at once. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  constructor(readonly problems: readonly PolicyProblem[]) {
    super(
      problems.map(({ path, value, wrong }) => `${path || 'the policy'}${shown(value)}: ${wrong}`).join('\n'),
    );
  }
}

/** Checks a policy as it stands in its file (YAML or JSON, read), with `{setting: name}` replaced by the setting's value.
 *  Durations become milliseconds. Throws PolicyError. */
export const parsePolicy = (content: unknown): Policy => {
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    throw new PolicyError([{ path: '', value: content, wrong: 'an object is expected' }]);
  const given = (content as { settings?: unknown }).settings;
  const settings = (typeof given === 'object' && given !== null ? given : {}) as Record<string, Setting>;
  const { resolved, problems } = resolveSettings(content as Record<string, unknown>, settings);
  const parsed = policySchema.safeParse(resolved);
  const wrong = [
    ...checkValues(settings),
    ...problems,
    ...(parsed.success ? checkRules(parsed.data) : explain(parsed.error, resolved)),
  ];
  if (wrong.length > 0 || !parsed.success) throw new PolicyError(wrong);
  return parsed.data;
};

const explain = (error: z.ZodError, content: unknown): PolicyProblem[] =>
  error.issues.flatMap((issue) => {
    const at = issue.path.map(String);
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        path: [...at, key].join('.'),
        value: undefined,
        wrong: 'no such field here',
      }));
    const allowed =
      issue.code === 'invalid_value' ? `one of ${issue.values.map(String).join(', ')}` : issue.message;
    return [{ path: at.join('.'), value: valueAt(content, at), wrong: allowed }];
  });

const valueAt = (content: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined),
    content,
  );

const shown = (value: unknown): string =>
  value === undefined ? '' : ` is ${JSON.stringify(value).slice(0, 120)}`;
