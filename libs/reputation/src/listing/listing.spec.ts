import fc from 'fast-check';
import { accountId as asAccount, day as asDay, daysBefore, Instant, isRejected, type Day } from '@app/kernel';
import { decides } from '@app/testing';
import { listingEvents, type ListingEvent, type ListingSeverity } from './events';
import { listingDecider, type ListingCommand } from './listing';

const given = decides(listingDecider, listingEvents);
const at = Instant('2026-03-01T04:00:00.000Z');
const monday = asDay.parse('2026-03-02');
const after = (n: number): Day => daysBefore(monday, -n);
const of = {
  listingId: '3d0f4a5e-7f0b-5d7e-8a6e-0c5b1f2d9e77',
  at,
  accountId: asAccount.parse('A-1'),
  list: 'example',
  subject: { of: 'ip' as const, value: '192.0.2.7' },
};
const jan = { kind: 'person' as const, keyId: 'k-jan' };

const listed = (sweep: Day, severity: ListingSeverity = 'listed'): ListingCommand => ({
  type: 'FindListed',
  ...of,
  sweep,
  severity,
  codes: ['SBL'],
  delisting: 'https://bl.example/out',
});
const absent = (sweep: Day): ListingCommand => ({ type: 'FindAbsent', ...of, sweep });
const end: ListingCommand = { type: 'EndListing', ...of, by: jan, reason: 'they told us by telephone' };

const began = (sweep: Day, severity: ListingSeverity = 'listed'): ListingEvent => ({
  type: 'ListingBegan',
  data: { ...of, sweep, severity, codes: ['SBL'], delisting: 'https://bl.example/out' },
});
const notFound = (sweep: Day): ListingEvent => ({ type: 'ListingNotFound', data: { ...of, sweep } });
const foundAgain = (sweep: Day): ListingEvent => ({ type: 'ListingFoundAgain', data: { ...of, sweep } });
const gone = (first: Day, second: Day): ListingEvent => ({
  type: 'ListingEnded',
  data: {
    ...of,
    by: { kind: 'rule', rule: 'gone-from-list' },
    reason: `the sweeps of ${first} and ${second} did not find it`,
    beganAt: at,
  },
});
const endedByJan: ListingEvent = {
  type: 'ListingEnded',
  data: { ...of, by: jan, reason: 'they told us by telephone', beganAt: at },
};

describe('a listing', () => {
  it('begins when a sweep finds it', () => given().when(listed(monday)).then(began(monday)));
  it('begins once, however often it is found', () =>
    given(began(monday))
      .when(listed(after(1)))
      .then());
  it('never began where it was never found', () => given().when(absent(monday)).then());

  it('is not over when one sweep does not find it', () =>
    given(began(monday))
      .when(absent(after(1)))
      .then(notFound(after(1))));
  it('is over when two sweeps running do not find it', () =>
    given(began(monday), notFound(after(1)))
      .when(absent(after(2)))
      .then(gone(after(1), after(2))));
  it('is over when sweeps between the two got no answer: those tell nothing', () =>
    given(began(monday), notFound(after(1)))
      .when(absent(after(5)))
      .then(gone(after(1), after(5))));
  it('is not over when one sweep is done twice', () =>
    given(began(monday), notFound(after(1)))
      .when(absent(after(1)))
      .then());
  it('goes on when it is found again after one sweep without', () =>
    given(began(monday), notFound(after(1)))
      .when(listed(after(2)))
      .then(foundAgain(after(2))));
  it('needs two more sweeps then', () =>
    given(began(monday), notFound(after(1)), foundAgain(after(2)))
      .when(absent(after(3)))
      .then(notFound(after(3))));
  it('takes nothing from a sweep before the last', () => {
    given(began(after(1)))
      .when(absent(monday))
      .then();
    given(began(monday), notFound(after(2)))
      .when(listed(after(1)))
      .then();
  });

  it('that was a policy range and is for what was sent now has changed', () =>
    given(began(monday, 'policy-range'))
      .when(listed(after(1)))
      .then({
        type: 'ListingChanged',
        data: { ...of, sweep: after(1), severity: 'listed', was: 'policy-range', codes: ['SBL'] },
      }));
  it('found again as something else tells both', () =>
    given(began(monday), notFound(after(1)))
      .when(listed(after(2), 'policy-range'))
      .then(foundAgain(after(2)), {
        type: 'ListingChanged',
        data: { ...of, sweep: after(2), severity: 'policy-range', was: 'listed', codes: ['SBL'] },
      }));

  it('is over when a person says so', () => given(began(monday)).when(end).then(endedByJan));
  it('cannot be ended where there is none', () => {
    given().when(end).then();
    given(began(monday), endedByJan).when(end).then();
  });
  it('is not begun anew by the sweep that a person answered', () =>
    given(began(monday), endedByJan).when(listed(monday)).then());
  it('begins anew when a later sweep still finds it', () =>
    given(began(monday), endedByJan)
      .when(listed(after(1)))
      .then(began(after(1))));

  it('has begun and not ended exactly while its events say so, whatever sweeps find', () => {
    const finds = fc.array(fc.constantFrom('listed', 'absent', 'unknown', 'person'), { maxLength: 30 });
    fc.assert(
      fc.property(finds, (all) => {
        let state = listingDecider.initial;
        let current = false;
        let absences = 0;
        all.forEach((find, n) => {
          if (find === 'unknown') return;
          absences = find === 'absent' ? absences + 1 : 0;
          const command = find === 'listed' ? listed(after(n)) : find === 'absent' ? absent(after(n)) : end;
          const events = listingDecider.decide(command, state);
          if (isRejected(events)) throw new Error(events.because);
          for (const event of events) {
            if (event.type === 'ListingBegan') {
              expect(current).toBe(false);
              current = true;
            } else expect(current).toBe(true); // nothing is told of what has not begun
            if (event.type === 'ListingEnded') {
              expect(absences >= 2 || find === 'person').toBe(true);
              current = false;
            }
            state = listingDecider.evolve(state, event);
          }
          if (find === 'listed') expect(current).toBe(true);
        });
      }),
    );
  });
});
