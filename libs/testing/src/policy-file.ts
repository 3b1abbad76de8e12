import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** What stands in the policy file of a provider, not checked yet. Tests run in the folder of the repository. */
export const policyFile = (id: 'spotler' | 'iconneqt'): unknown =>
  parse(readFileSync(`config/policies/${id}.yaml`, 'utf8'));
