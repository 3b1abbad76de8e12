import {
  accountId as asAccount,
  brandId as asBrand,
  caseId as asCase,
  hours,
  Instant,
  type EventIn,
} from '@app/kernel';
import { reacts } from '@app/testing';
import { damageClaims } from './damage-claims.process';

type Event = EventIn<typeof damageClaims.inputs>;

const given = reacts(damageClaims);
const at = Instant('2026-03-03T09:00:00.000Z');
const ids = {
  accountId: asAccount.parse('A-1'),
  brandId: asBrand.parse('mail'),
  caseId: asCase.parse('A-1.1'),
};
const of = { ...ids, at, stage: 'closed', measureId: 'A-1.1.m2' } as const;
const by = { kind: 'person', keyId: 'k-ann' } as const;
const told = (event: Event) => ({ kind: 'event' as const, id: event.type, event });
const claimed = told({ type: 'DamageClaimOpened', data: { ...of, cites: ['IE-22'], refund: false } });
const annulled = (measure: 'close' | 'suspend') =>
  ({ type: 'AnnulmentDecided', data: { ...of, by, reason: 'a mistake', measure, confirmWithin: hours(1) } }) as const; // prettier-ignore

describe('a claim of damages', () => {
  it('is entered in the ledger', () =>
    given()
      .when(claimed)
      .then({
        commands: [
          {
            type: 'OpenDamageClaim',
            incidentId: 'claim-A-1.1.m2',
            at,
            ...ids,
            measureId: 'A-1.1.m2',
            cites: ['IE-22'],
          },
        ],
      }));
  it('is withdrawn with the closure', () =>
    given(claimed)
      .when(told(annulled('close')))
      .then({
        done: true,
        commands: [
          { type: 'WithdrawIncident', incidentId: 'claim-A-1.1.m2', at, by, reason: 'a mistake' },
        ],
      }));
  it('that was never made is not withdrawn', () =>
    given()
      .when(told(annulled('close')))
      .then({ done: true }));
  it('is no affair of other measures that are annulled', () => {
    expect(damageClaims.instanceOf(annulled('suspend'))).toBeNull();
    expect(damageClaims.instanceOf(annulled('close'))).toBe('A-1.1.m2');
  });
}); // prettier-ignore
