import {
  accountId as asAccount,
  brandId as asBrand,
  complaintId as asComplaint,
  day as asDay,
  Instant,
  minutes,
  plus,
  type EventIn,
} from '@app/kernel';
import { reacts } from '@app/testing';
import { casework, caseIdOf, ENDED_KEPT } from './casework.process';

type Event = EventIn<typeof casework.inputs>;
type Of<T extends Event['type']> = Extract<Event, { type: T }>['data'];

const given = reacts(casework);
const accountId = asAccount.parse('A-1');
const complaintId = asComplaint.parse('c-1');
const at = Instant('2026-03-01T10:00:00.000Z');
const before = plus(at, minutes(-60));
const after = plus(at, minutes(60));

// What the process does not look at, is left out.
const made = (type: Event['type'], data: object) =>
  ({
    kind: 'event',
    id: 'e',
    event: { type, data: { accountId, at, ...data } } as unknown as Event,
  }) as const;
const filed = (sentAt = at, may: Of<'ComplaintFiled'>['may'] = ['suppress', 'count', 'forward']) =>
  made('ComplaintFiled', { complaintId, sent: { at: sentAt, estimated: false }, may });
const corroborated = (gained: string[], sentAt = at, lost: string[] = []) =>
  made('ReportCorroborated', {
    ...{ complaintId, sentAt, gained, lost, may: gained },
    report: { feedbackType: 'abuse' },
  });
const ofCase = (type: Event['type'], n: number, data: object = {}) =>
  made(type, { caseId: caseIdOf(accountId, n), brandId: asBrand.parse('spotler'), stage: 'open', ...data });
const opened = (n: number) => ofCase('CaseOpened', n);
const resolved = (n: number, baseline = at) => ofCase('CaseResolved', n, { baseline });
const closed = (n: number, baseline = at) => ofCase('CaseClosed', n, { baseline });
const reopened = (n: number) => ofCase('CaseReopened', n);
const complaint = { kind: 'complaint' as const, complaintId };
const passedOn = (n: number, signal: Of<'SignalPassedOn'>['signal'] = complaint) =>
  ofCase('SignalPassedOn', n, { signal, pass: 1 });

const raised = (n: number, signal: Of<'SignalPassedOn'>['signal'] = complaint) => ({
  type: 'RaiseSignal' as const,
  caseId: caseIdOf(accountId, n),
  accountId,
  at,
  signal,
});
const breach = {
  kind: 'rate-breached' as const,
  window: '7d' as const,
  grade: 'breached' as const,
  complaints: 4,
  delivered: 900,
};
/** Told to the case after it. */
const toNext = (n: number, signal: Of<'SignalPassedOn'>['signal'] = complaint) => ({
  ...raised(n + 1, signal),
  passedOn: { by: caseIdOf(accountId, n), pass: 1 },
});
const toFirst = { done: true as const, commands: [raised(1)] };

describe('an account of which nothing is known', () => {
  it('has its first case told, and leaves no row', () => given().when(filed()).then(toFirst));
  it('has it told once more of what a later report adds', () =>
    given(filed())
      .when(corroborated(['enforce', 'close']))
      .then(toFirst));
  it('has the case told of a breach, with what it was decided on', () =>
    given()
      .when(
        made('RateBreached', {
          window: '30d',
          grade: 'actionable',
          complaints: 63,
          delivered: 50_000,
          lowerBoundPpm: 1_001,
        }),
      )
      .then({
        done: true,
        commands: [
          raised(1, {
            kind: 'rate-breached',
            window: '30d',
            grade: 'actionable',
            complaints: 63,
            delivered: 50_000,
          }),
        ],
      }));
  it('has it told that a breach is over', () =>
    given()
      .when(made('RateRecovered', { window: '30d', complaints: 3, delivered: 90_000, was: 'breached' }))
      .then({ done: true, commands: [raised(1, { kind: 'rate-recovered', window: '30d' })] }));
  it('has it told of too many complaints, and when they are no more', () => {
    const counted = { complaints: 51, most: 50, baselineAt: null, position: '1' };
    given()
      .when(made('CountBreached', counted))
      .then({ done: true, commands: [raised(1, { kind: 'count-breached', complaints: 51, most: 50 })] });
    given()
      .when(made('CountRecovered', counted))
      .then({ done: true, commands: [raised(1, { kind: 'count-recovered' })] });
  });
  describe('of an account that sends from a blocklisted address', () => {
    const about = {
      listingId: '3d0f4a5e-7f0b-5d7e-8a6e-0c5b1f2d9e77',
      list: 'example',
      subject: { of: 'ip' as const, value: '192.0.2.7' },
    };
    const sweep = asDay.parse('2026-03-02');
    const found = { ...about, sweep, codes: ['SBL'] };
    const signal = { list: 'example', subject: '192.0.2.7' };
    const tells = (kind: 'blocklisted' | 'delisted') => ({
      done: true as const,
      commands: [raised(1, { kind, ...signal })],
    });

    it('has it told when the listing begins, and when it is over', () => {
      given()
        .when(made('ListingBegan', { ...found, severity: 'listed', delisting: null }))
        .then(tells('blocklisted'));
      given()
        .when(made('ListingEnded', { ...about, by: { kind: 'rule', rule: 'x' }, reason: 'x', beganAt: at }))
        .then(tells('delisted'));
    });
    it('is told nothing of a range that its provider lists, until the list means what was sent', () => {
      given()
        .when(made('ListingBegan', { ...found, severity: 'policy-range', delisting: null }))
        .then({ done: true });
      given()
        .when(made('ListingChanged', { ...found, severity: 'listed', was: 'policy-range' }))
        .then(tells('blocklisted'));
      given()
        .when(made('ListingChanged', { ...found, severity: 'policy-range', was: 'listed' }))
        .then(tells('delisted'));
    });
  });
  it('has it told of each injection of a batch that the customer can be held to, the latest first', () => {
    const injection = { campaignId: null, stream: 'bulk', state: 'scheduled', holdConfirmed: true } as const;
    const reset = { ...injection, stream: 'transactional', state: 'sent', holdConfirmed: false } as const;
    const leak = { ...injection, state: 'sent' } as const;
    const later = plus(at, minutes(1));
    given()
      .when(
        made('InjectionsObserved', {
          injections: [
            { ...injection, at: before },
            { ...injection, at },
            { ...reset, at: later },
            ...Array.from({ length: 97 }, () => ({ ...leak, at: later })),
          ],
        }),
      )
      .then({
        done: true,
        commands: [
          { ...reset, injectedAt: later },
          { ...injection, injectedAt: at },
          { ...injection, injectedAt: before },
        ].map((seen) => raised(1, { kind: 'injection', ...seen, observedAt: at, seen: 3 })),
      });
  });
  it('says nothing of mail that the platform let through by itself', () =>
    given()
      .when(
        made('InjectionsObserved', {
          injections: [{ campaignId: null, stream: 'bulk', state: 'sent', holdConfirmed: true, at }],
        }),
      )
      .then({ done: true }));
});

describe('a complaint', () => {
  const concerns = ({ event }: ReturnType<typeof made>) => casework.instanceOf(event) !== null;
  it('concerns a case when it may move one', () => {
    expect(concerns(filed(at, ['forward']))).toBe(true);
    expect(concerns(filed(at, ['suppress', 'count']))).toBe(false);
    expect(concerns(corroborated(['enforce']))).toBe(true);
    expect(concerns(corroborated(['count', 'suppress']))).toBe(false);
    expect(concerns(corroborated([], at, ['close']))).toBe(true);
  });
  it('concerns it when it is taken from the account, merged, or disqualified', () => {
    const lost = { complaintId, sentAt: at, gained: [], lost: ['forward'] };
    for (const type of ['AttributionWithdrawn', 'ComplaintMerged', 'ComplaintQualified'] as const) {
      expect(concerns(made(type, lost))).toBe(true);
      expect(concerns(made(type, { ...lost, lost: ['count'] }))).toBe(false);
      given().when(made(type, lost)).then(toFirst);
    }
  });
  it('concerns it when another report says that it is phishing or malware, and it may move a case', () => {
    const reported = (feedbackType: string, may: string[]) =>
      made('ReportCorroborated', {
        complaintId,
        sentAt: at,
        gained: [],
        lost: [],
        may,
        report: { feedbackType },
      });
    for (const type of ['fraud', 'virus'])
      expect(concerns(reported(type, ['forward', 'propose']))).toBe(true);
    expect(concerns(reported('fraud', ['count']))).toBe(false);
    expect(concerns(reported('abuse', ['forward']))).toBe(false);
  });
  it('concerns nobody as long as nobody knows whose it is', () =>
    expect(concerns(made('ComplaintFiled', { ...filed().event.data, accountId: null }))).toBe(false));
});

describe('a case that has ended', () => {
  const ended = [{ number: 1, until: at }];
  it('goes on being told, because only it can say that something is not its affair', () => {
    given(resolved(1))
      .when(filed(before))
      .then({ commands: [raised(1)] });
    given(resolved(1))
      .when(filed(after))
      .then({ commands: [raised(1)] });
  });
  it('passes on what is not, and the next is told, which it may open', () =>
    given(resolved(1))
      .when(passedOn(1))
      .then({ commands: [toNext(1)] }));
  it('goes on being told as long as the next is not opened: only its own word leads there', () =>
    given(resolved(1), passedOn(1))
      .when(filed(after))
      .then({ commands: [raised(1)] }));
  it('hears of it when what it passed on moved nothing there, and then once more of the complaint', () => {
    const back = ofCase('SignalPassedOn', 2, { signal: complaint, to: caseIdOf(accountId, 1), pass: 1 });
    given(resolved(1), passedOn(1))
      .when(back)
      .then({ commands: [{ ...raised(1), cameBack: 1 }] });
    given(resolved(1), passedOn(1), back)
      .when(ofCase('SignalReturned', 1, { signal: complaint, pass: 1 }))
      .then({ commands: [raised(1)] });
  });
  it('hears no more of a breach that moved nothing: it would go round for ever', () =>
    given(resolved(1), passedOn(1, breach))
      .when(ofCase('SignalReturned', 1, { signal: breach, pass: 1 }))
      .then({ commands: [] }));
  it('is told again, as if nothing had been, once it is reopened', () =>
    given(resolved(1), reopened(1)).when(filed()).then(toFirst));
  it('is remembered by the last word spoken', () => {
    const [first, second] = [closed(1, before), closed(1, at)].map((s) =>
      casework.react(casework.initial, s),
    );
    expect(first).toStrictEqual({
      state: { present: 1, ended: [{ number: 1, until: before }] },
      commands: [],
    });
    expect(second).toStrictEqual({ state: { present: 1, ended }, commands: [] });
  });
  it('is told of mail from its time, however late the complaint, and the present case is not', () => {
    const history = [resolved(1), passedOn(1), opened(2)];
    given(...history)
      .when(filed(before))
      .then({ commands: [raised(1)] });
    given(...history)
      .when(corroborated(['enforce'], at))
      .then({ commands: [raised(1)] });
    given(...history)
      .when(corroborated(['enforce'], after))
      .then({ commands: [raised(2)] });
    given(...history)
      .when(filed(after))
      .then({ commands: [raised(2)] });
  });
  it('passes on to the one after it, which may have ended too', () => {
    const history = [resolved(1, before), passedOn(1), opened(2), resolved(2), passedOn(2), opened(3)];
    given(...history)
      .when(passedOn(1))
      .then({ commands: [toNext(1)] });
    given(...history, passedOn(1))
      .when(filed(after))
      .then({ commands: [raised(3)] });
  });
  it('is told again once it is reopened, and of later mail the next one once that is opened', () => {
    given(resolved(1), passedOn(1), reopened(1)).when(filed(after)).then(toFirst);
    given(resolved(1), passedOn(1), opened(2))
      .when(filed(after))
      .then({ commands: [raised(2)] });
  });
  it('is the present one in states of older versions, which counted the next before it was opened', () => {
    const older = (present: number, opened: boolean) =>
      casework.state.decode({ version: 1, data: { present, opened, ended: [] } });
    expect(older(2, false)).toEqual({ present: 1, ended: [] });
    expect(older(2, true)).toEqual({ present: 2, ended: [] });
    expect(older(1, false)).toEqual({ present: 1, ended: [] });
  });
  it('is forgotten after eight others: what is older than all goes to the oldest that is known', () => {
    const cases = Array.from({ length: ENDED_KEPT + 2 }, (_, i) => i + 1);
    const history = cases.flatMap((n) => [opened(n), resolved(n, plus(at, minutes(n))), passedOn(n)]);
    given(...history)
      .when(filed(before))
      .then({ commands: [raised(3)] });
    given(...history)
      .when(filed(plus(at, minutes(5))))
      .then({ commands: [raised(5)] });
    given(...history)
      .when(filed(after))
      .then({ commands: [raised(ENDED_KEPT + 2)] });
  });
});

describe('what other consumers are about', () => {
  it('is no stimulus: the first case opens without anybody asking', () => {
    expect(casework.instanceOf(opened(1).event)).toBeNull();
    expect(casework.instanceOf(opened(2).event)).toBe('A-1');
    expect(casework.instanceOf(resolved(1).event)).toBe('A-1');
  });
  it('is a breach that is passed on: the next case hears the numbers', () =>
    given(closed(1))
      .when(passedOn(1, breach))
      .then({ commands: [toNext(1, breach)] }));
});
