import { z } from 'zod';
import { caseEvents } from '@app/enforcement';
import { Versioned, type AccountId, type BrandId, type CaseId, type DefsOf, type Instant, type ProcessManager } from '@app/kernel'; // prettier-ignore
import type { IncidentCommandOf } from '@app/ledger';

const inputs = caseEvents.only('DamageClaimOpened', 'AnnulmentDecided');
const state = z.strictObject({ claimed: z.boolean() });

/** Under which terms, the policy of the case says. */
export interface OpenDamageClaim {
  readonly type: 'OpenDamageClaim';
  readonly incidentId: string;
  readonly at: Instant;
  readonly accountId: AccountId;
  readonly brandId: BrandId;
  readonly caseId: CaseId;
  readonly measureId: string;
  readonly cites: readonly string[];
}

/** What a closed account is claimed stands in the ledger like any other incident; a closure that is annulled takes its claim
 *  along, whatever has been invoiced. */
export const damageClaims: ProcessManager<
  z.output<typeof state>,
  DefsOf<typeof inputs>,
  OpenDamageClaim | IncidentCommandOf<'WithdrawIncident'>,
  never
> = {
  name: 'damage-claims',
  state: new Versioned(1, state),
  initial: { claimed: false },
  inputs,
  from: 'now',
  instanceOf: ({ type, data }) =>
    type === 'AnnulmentDecided' && data.measure !== 'close' ? null : data.measureId,

  react({ claimed }, stimulus) {
    if (stimulus.kind === 'deadline') return { done: true };
    const { type, data } = stimulus.event;
    const incidentId = `claim-${data.measureId}`;
    const { at, accountId, brandId, caseId, measureId } = data;
    if (type === 'DamageClaimOpened')
      return {
        state: { claimed: true },
        commands: [
          {
            type: 'OpenDamageClaim',
            incidentId,
            at,
            accountId,
            brandId,
            caseId,
            measureId,
            cites: data.cites,
          },
        ],
      };
    return {
      done: true,
      commands: claimed
        ? [{ type: 'WithdrawIncident', incidentId, at, by: data.by, reason: data.reason }]
        : [],
    };
  },
};
