import { duration } from '@app/kernel';
import { canonicalJson } from './canonical';
import type { PolicyProblem } from './parse';
import type { Condition, Fields } from './condition';
import { setting, type Policy, type Setting } from './schema';

/** Puts a setting's value wherever `{setting: name}` stands, so that rules are plain values afterwards and their schema
 *  needs no second form of everything. */
export const resolveSettings = (
  content: Readonly<Record<string, unknown>>,
  settings: Readonly<Record<string, Setting>>,
): { resolved: Record<string, unknown>; problems: PolicyProblem[] } => {
  const problems: PolicyProblem[] = [];
  const resolve = (value: unknown, path: string): unknown => {
    if (Array.isArray(value)) return value.map((item, i) => resolve(item, `${path}.${i}`));
    if (typeof value !== 'object' || value === null) return value;
    const named = reference(value);
    if (named === undefined)
      return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, resolve(v, `${path}.${key}`)]));
    const found = Object.hasOwn(settings, named) ? settings[named] : undefined;
    if (found === undefined) problems.push({ path, value: named, wrong: noSuch(settings) });
    return found?.value;
  };
  const resolved = Object.fromEntries(
    Object.entries(content).map(([key, value]) => [key, key === 'settings' ? value : resolve(value, key)]),
  );
  return { resolved, problems };
};

const reference = (value: object): string | undefined => {
  const entries = Object.entries(value);
  return entries.length === 1 && entries[0]![0] === 'setting' && typeof entries[0]![1] === 'string'
    ? entries[0]![1]
    : undefined;
};

/** Each value is one of those allowed. Looks at settings as they stand in the file: what is no setting at all, the schema
 *  says. */
export const checkValues = (settings: Readonly<Record<string, unknown>>): PolicyProblem[] =>
  Object.entries(settings).flatMap(([name, given]) => {
    const parsed = setting.safeParse(given);
    const allowed = parsed.success ? refusal(parsed.data) : null;
    return parsed.success && allowed !== null
      ? [{ path: `settings.${name}.value`, value: parsed.data.value, wrong: allowed }]
      : [];
  });

/** Each condition on a setting names one that exists, and a value it can have; no two rules have one id; damages are claimed
 *  where it is said in which currency. */
export const checkRules = ({ settings, rules, liability }: Policy): PolicyProblem[] => [
  ...rules.flatMap((rule, i) =>
    conditionsOf(rule.when).flatMap(({ given = {} }) =>
      Object.entries(given).flatMap(([name, values]) => {
        const path = `rules.${i}.when.given.${name}`;
        const found = Object.hasOwn(settings, name) ? settings[name] : undefined;
        if (!found) return [{ path, value: name, wrong: noSuch(settings) }];
        return values.flatMap((value) => {
          const allowed = refusal({ ...found, value });
          return allowed === null ? [] : [{ path, value, wrong: allowed }];
        });
      }),
    ),
  ),
  ...rules.flatMap(({ then }, i) =>
    then.flatMap((measure, j) =>
      measure.measure === 'close' && measure.claimDamages && liability === undefined
        ? [
            {
              path: `rules.${i}.then.${j}.claimDamages`,
              value: true,
              wrong: 'damages need a section liability, which says their currency',
            },
          ]
        : [],
    ),
  ),
  ...twice(rules.map((rule) => rule.id)).map((id) => ({
    path: `rules`,
    value: id,
    wrong: 'the id of two rules: rename one',
  })),
];

/** What is allowed instead; null when the value is. */
const refusal = ({ value, allowed }: Setting): string | null => {
  if (allowed === undefined) return null;
  if (allowed === 'duration')
    return duration.safeParse(value).success ? null : 'a duration: 24h, 15m, 90s, 30d';
  if (allowed === 'number') return typeof value === 'number' ? null : 'a number';
  return allowed.some((a) => canonicalJson(a) === canonicalJson(value))
    ? null
    : `one of ${allowed.map(canonicalJson).join(', ')}`;
};

/** Whether any rule looks at it: what no rule looks at, need not be looked up. */
export const looksAt = ({ rules }: Pick<Policy, 'rules'>, field: keyof Fields): boolean =>
  rules.some(({ when }) => conditionsOf(when).some((condition) => condition[field] !== undefined));

const conditionsOf = (condition: Condition): Condition[] => [
  condition,
  ...(condition.any ?? []).flatMap(conditionsOf),
  ...(condition.not ? conditionsOf(condition.not) : []),
];

const noSuch = (settings: Readonly<Record<string, Setting>>): string =>
  `no such setting; there are ${Object.keys(settings).join(', ') || 'none'}`;

const twice = (names: readonly string[]): string[] => names.filter((name, i) => names.indexOf(name) !== i);
