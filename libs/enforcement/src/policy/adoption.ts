import type { Decider } from '@app/kernel';
import type { AdoptPolicy, PolicyEvent } from './events';

export interface AdoptionState {
  readonly version: string | null;
}

/** Which version of a policy new cases are opened under. The content was checked before it came here. */
export const policyDecider: Decider<AdoptPolicy, PolicyEvent, AdoptionState> = {
  initial: { version: null },
  decide: ({ policyId, version, at, content }, state) =>
    state.version === version ? [] : [{ type: 'PolicyAdopted', data: { policyId, version, at, content } }],
  evolve: (_, { data }) => ({ version: data.version }),
};
