import { days, Instant, plus, recipientKey } from '@app/kernel';
import { decides } from '@app/testing';
import { personDecider, personEvents, streamOfPerson, type ErasePerson } from './person';

const person = recipientKey.parse('k1');
const erase: ErasePerson = {
  type: 'ErasePerson',
  person,
  at: Instant('2026-03-01T10:00:00.000Z'),
  by: { kind: 'person', keyId: 'sue' },
  reason: 'they asked',
};
const { type: _, ...told } = erase;

describe('a person', () => {
  it('is erased again when they turned up again', () => {
    const given = decides(personDecider, personEvents);
    given().when(erase).then({ type: 'PersonErased', data: told });
    const later = { ...told, at: plus(told.at, days(1)) };
    given({ type: 'PersonErased', data: told })
      .when({ ...erase, at: later.at })
      .then({ type: 'PersonErased', data: later });
  });
  it('has a stream of their own', () => expect(streamOfPerson({ person })).toBe('person-k1'));
});
