import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export type PolicyId = 'aino' | 'conectoo' | 'iconneqt' | 'reference' | 'spotler';

/** What stands in the policy file of a provider, not checked yet. Tests run in the folder of the repository. */
export const policyFile = (id: PolicyId): unknown =>
  parse(readFileSync(`config/policies/${id}.yaml`, 'utf8'));
