import fc from 'fast-check';
import { days, Instant, minutes, plus, type Instant as At } from '@app/kernel';
import { originAt } from './origin';
import { consentSource, type ConsentSource } from './shapes';
import type { ConsentState } from './state';

const start = Instant('2026-01-05T10:00:00.000Z');
const sent = plus(start, days(30));
const nothing: ConsentState = { signUps: [], confirmations: [], withdrawals: [] };
const signUp = (source: ConsentSource, signedUpAt: At = start, listId: string | null = null) => ({
  source,
  signedUpAt,
  listId,
});
const confirmed = { confirmedAt: plus(start, minutes(5)), listId: null };

describe('the origin of an address at the time of a sending', () => {
  it.each(['own-opt-in', 'validated-external'] as const)(
    'AI-16: of a confirmed opt-in by %s the risk is not the customer’s alone',
    (source) =>
      expect(originAt({ ...nothing, signUps: [signUp(source)], confirmations: [confirmed] }, sent)).toEqual({
        source,
        liability: 'shared',
        because: 'confirmed',
        signedUpAt: start,
        confirmedAt: confirmed.confirmedAt,
      }),
  );

  it('AI-16: an opt-in that nobody confirmed is none', () =>
    expect(originAt({ ...nothing, signUps: [signUp('own-opt-in')] }, sent)).toMatchObject({
      source: 'unknown',
      liability: 'customer',
      because: 'unconfirmed',
    }));

  it.each(['oral', 'paper', 'imported', 'unknown'] as const)(
    'AI-15: what comes by word of the customer (%s) is the customer’s risk, confirmed or not',
    (source) =>
      expect(
        originAt({ ...nothing, signUps: [signUp(source)], confirmations: [confirmed] }, sent),
      ).toMatchObject({ source, liability: 'customer', because: 'customers-word' }),
  );

  it('AI-16: of an address without a record the risk is the customer’s', () =>
    expect(originAt(nothing, sent)).toEqual({
      source: 'unknown',
      liability: 'customer',
      because: 'not-recorded',
      signedUpAt: null,
      confirmedAt: null,
    }));

  it('does not count a confirmation after the sending', () => {
    const state = {
      ...nothing,
      signUps: [signUp('own-opt-in')],
      confirmations: [{ confirmedAt: plus(sent, minutes(1)), listId: null }],
    };
    expect(originAt(state, sent)).toMatchObject({ because: 'unconfirmed' });
    expect(originAt(state, plus(sent, minutes(1)))).toMatchObject({ because: 'confirmed' });
  });

  it('AI-14: does not count a consent that was withdrawn before the sending, and does one that was after', () => {
    const state = {
      signUps: [signUp('own-opt-in')],
      confirmations: [confirmed],
      withdrawals: [{ withdrawnAt: sent, listId: null }],
    };
    expect(originAt(state, sent)).toMatchObject({ because: 'withdrawn', liability: 'customer' });
    expect(originAt(state, (sent - 1) as At)).toMatchObject({ because: 'confirmed', liability: 'shared' });
  });

  it('asks for a new confirmation of a new sign-up after a sign-off', () => {
    const again = plus(start, days(10));
    const state = {
      signUps: [signUp('own-opt-in'), signUp('own-opt-in', again)],
      confirmations: [confirmed],
      withdrawals: [{ withdrawnAt: plus(start, days(5)), listId: null }],
    };
    expect(originAt(state, sent)).toMatchObject({ because: 'unconfirmed', signedUpAt: again });
  });

  it('is no worse for an address that was imported as well', () => {
    const state = {
      ...nothing,
      signUps: [signUp('own-opt-in'), signUp('imported', plus(start, days(9)))],
      confirmations: [confirmed],
    };
    expect(originAt(state, sent)).toMatchObject({ source: 'own-opt-in', liability: 'shared' });
  });

  it('is that of the list that was sent to, where lists are named', () => {
    const state = {
      signUps: [signUp('own-opt-in', start, 'news'), signUp('imported', start, 'offers')],
      confirmations: [{ ...confirmed, listId: 'news' }],
      withdrawals: [],
    };
    expect(originAt(state, sent, 'news')).toMatchObject({ source: 'own-opt-in' });
    expect(originAt(state, sent, 'offers')).toMatchObject({ source: 'imported' });
    expect(originAt(state, sent, 'other')).toMatchObject({ because: 'not-recorded' });
  });

  it('outlives the sign-off of another list', () => {
    const state = {
      signUps: [signUp('own-opt-in')],
      confirmations: [confirmed],
      withdrawals: [{ withdrawnAt: plus(start, days(1)), listId: 'offers' }],
    };
    expect(originAt(state, sent, 'news')).toMatchObject({ because: 'confirmed' });
    expect(originAt(state, sent, 'offers')).toMatchObject({ because: 'withdrawn' });
  });

  const time = fc.integer({ min: 0, max: 6 }).map((n) => (start + n) as At);
  const list = fc.constantFrom(null, 'a', 'b');
  const states = fc.record({
    signUps: fc.array(
      fc.record({ signedUpAt: time, listId: list, source: fc.constantFrom(...consentSource.options) }),
    ),
    confirmations: fc.array(fc.record({ confirmedAt: time, listId: list })),
    withdrawals: fc.array(fc.record({ withdrawnAt: time, listId: list })),
  });
  const upTo = ({ signUps, confirmations, withdrawals }: ConsentState, at: At): ConsentState => ({
    signUps: signUps.filter((one) => one.signedUpAt <= at),
    confirmations: confirmations.filter((one) => one.confirmedAt <= at),
    withdrawals: withdrawals.filter((one) => one.withdrawnAt <= at),
  });

  it('is told by what had happened by then, whatever came after', () =>
    fc.assert(
      fc.property(states, time, list, (state, at, listId) =>
        expect(originAt(state, at, listId)).toEqual(originAt(upTo(state, at), at, listId)),
      ),
    ));

  it('does not depend on the order in which it was told', () =>
    fc.assert(
      fc.property(states, time, list, ({ signUps, confirmations, withdrawals }, at, listId) => {
        const reversed = {
          signUps: signUps.toReversed(),
          confirmations: confirmations.toReversed(),
          withdrawals: withdrawals.toReversed(),
        };
        expect(originAt(reversed, at, listId)).toEqual(
          originAt({ signUps, confirmations, withdrawals }, at, listId),
        );
      }),
    ));

  it('is shared only with a confirmation between a sign-up by opt-in and the sending', () =>
    fc.assert(
      fc.property(states, time, list, (state, at, listId) => {
        const { liability, source, signedUpAt, confirmedAt } = originAt(state, at, listId);
        expect(liability === 'shared').toBe(source === 'own-opt-in' || source === 'validated-external');
        if (liability !== 'shared') return;
        expect(signedUpAt).toBeLessThanOrEqual(confirmedAt!);
        expect(confirmedAt).toBeLessThanOrEqual(at);
      }),
    ));
});
