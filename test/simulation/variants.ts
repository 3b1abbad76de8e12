import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { canonicalJson, parsePolicy, type AdoptedPolicy } from '@app/enforcement';

/** A policy in one of its readings. `judged`: the goals are meant for it; of the others the figures are reported. */
export interface Variant {
  readonly name: string;
  readonly judged: boolean;
  readonly policy: AdoptedPolicy;
  /** As it stands in the file, but for the settings. */
  readonly content: Readonly<Record<string, unknown>>;
}

type Settings = Readonly<Record<string, unknown>>;

const ALL_CHANNELS = ['feedback-loop', 'direct', 'regulator', 'blocklist', 'trap', 'upstream'];

const READINGS: readonly { name: string; file: string; judged: boolean; settings: Settings }[] = [
  { name: 'reference', file: 'reference', judged: true, settings: {} },
  { name: 'spotler', file: 'spotler', judged: true, settings: { demandWhen: 'recommended' } },
  { name: 'iconneqt', file: 'iconneqt', judged: true, settings: {} },
  { name: 'conectoo', file: 'conectoo', judged: true, settings: {} },
  {
    name: 'spotler-literal',
    file: 'spotler',
    judged: false,
    settings: { demandWhen: 'literal', unanswered: 'auto' },
  },
  {
    name: 'iconneqt-literal',
    file: 'iconneqt',
    judged: false,
    settings: {
      closeOn: ALL_CHANNELS,
      newMeans: 'received-after',
      closure: 'auto',
      closureNeedsTwo: false,
    },
  },
  { name: 'aino', file: 'aino', judged: false, settings: {} },
];

export const variantNames: readonly string[] = READINGS.map(({ name }) => name);

/** Throws when there is none of that name. `changed`: settings to try beside those of the variant. */
export const variant = (name: string, changed: Settings = {}): Variant => {
  const reading = READINGS.find((r) => r.name === name);
  if (!reading)
    throw new Error(`--policy ${name}: there is no such variant; there are ${variantNames.join(', ')}`);
  const content = parse(readFileSync(`config/policies/${reading.file}.yaml`, 'utf8')) as {
    settings: Record<string, { value: unknown }>;
  };
  for (const [setting, value] of Object.entries({ ...reading.settings, ...changed })) {
    const found = content.settings[setting];
    if (!found)
      throw new Error(
        `${name} has no setting ${setting}: there are ${Object.keys(content.settings).join(', ') || 'none'}`,
      );
    found.value = value;
  }
  const version = createHash('sha256').update(canonicalJson(content)).digest('hex');
  return { name, judged: reading.judged, policy: { ...parsePolicy(content), version }, content };
};
