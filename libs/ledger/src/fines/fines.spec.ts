import { accountId, day, Instant } from '@app/kernel';
import { decides } from '@app/testing';
import { incidentEvents } from '../incident/events';
import { fineEvents, type FineEvent } from './events';
import { finesDecider, type FineCommand } from './fines';

const given = decides(finesDecider, fineEvents);
const data: Extract<FineEvent, { type: 'RegulatorFineNoted' }>['data'] = {
  accountId: accountId.parse('A-1'),
  at: Instant('2026-03-03T09:00:00.000Z'),
  fineId: 'f-1',
  by: { kind: 'person', keyId: 'k-ann' },
  regulator: 'the regulator',
  sanction: 'fine',
  amount: { cents: 45_000_000, currency: 'EUR' },
  imposedOn: day.parse('2026-03-01'),
  reference: 'R/26/1',
  note: '',
};
const noted: FineEvent = { type: 'RegulatorFineNoted', data };
const note: FineCommand = { type: 'NoteFine', ...data };
const { accountId: account, at, by } = data;
const struckData = { accountId: account, at, by, fineId: 'f-1', reason: 'of another' };

describe('a regulator’s fine', () => {
  it('is noted', () => given().when(note).then(noted));
  it('is noted once, by the regulator’s own reference', () =>
    given(noted)
      .when({ ...note, fineId: 'f-2' })
      .then());
  it('without a reference is one more', () => {
    const other = { ...data, fineId: 'f-2', reference: null };
    given({ type: 'RegulatorFineNoted', data: { ...data, reference: null } })
      .when({ type: 'NoteFine', ...other })
      .then({ type: 'RegulatorFineNoted', data: other });
  });
  it('that is a warning costs nothing', () =>
    given()
      .when({ ...note, sanction: 'warning' })
      .thenRejected({ rejected: 'amount', because: 'amount: a warning has none' }));
  it('is struck, and may then be noted again', () => {
    const struck: FineEvent = { type: 'RegulatorFineStruck', data: struckData };
    given(noted)
      .when({ type: 'StrikeFine', ...struckData })
      .then(struck);
    given(noted, struck)
      .when({ ...note, fineId: 'f-2' })
      .then({ type: 'RegulatorFineNoted', data: { ...data, fineId: 'f-2' } });
    given()
      .when({ type: 'StrikeFine', ...struckData })
      .thenRejected({ rejected: 'unknown', because: 'no fine f-1 is noted on A-1' });
  });
  it('has no way into a sum: no event of an incident holds one', () => {
    expect(incidentEvents.types.filter((type) => /fine/i.test(type))).toEqual([]);
    expect(fineEvents.types.filter((type) => /invoice|cost|share/i.test(type))).toEqual([]);
  });
});
