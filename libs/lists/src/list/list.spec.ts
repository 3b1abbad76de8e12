import fc from 'fast-check';
import { z } from 'zod';
import { accountId, days, hours, Instant, isRejected, plus } from '@app/kernel';
import { decides, retriedAtWill } from '@app/testing';
import type { ListCommand, ListCommandOf, ListRules } from './commands';
import { listEvents, type ListEvent } from './events';
import { listDecider, listSnapshot, streamOfList } from './list';
import { answerOf } from './sendable';
import { forbiddenOrigin, listOrigin, type LargeBecause, type RejectionCode } from './shapes';

const given = decides(listDecider, listEvents);
const at = Instant('2026-03-03T09:00:00.000Z');
const account = accountId.parse('shop-1');
const rules: ListRules = { newContacts: 1_000, growthPpm: 500_000, growthFrom: 1, within: hours(24) };
const ann = { kind: 'person' as const, keyId: 'k-ann' };

type Told = Partial<ListCommandOf<'ImportList'>>;
const tell = (importId: string, contacts: number, newContacts: number, more: Told = {}): ListCommand => ({
  type: 'ImportList',
  listId: 'news',
  accountId: account,
  at,
  importId,
  contacts,
  newContacts,
  origin: 'opt-in',
  rules,
  ...more,
});
type Data<T extends ListEvent['type']> = Extract<ListEvent, { type: T }>['data'];
const of = (generation: number) => ({ listId: 'news', accountId: account, at, generation });
const imported = (
  generation: number,
  contacts: number,
  newContacts: number,
  more: Partial<Data<'ListImported'>> = {},
): ListEvent => ({
  type: 'ListImported',
  data: {
    ...of(generation),
    importId: `i${generation}`,
    contacts,
    newContacts,
    origin: 'opt-in',
    span: { since: at, added: newContacts, before: contacts - newContacts },
    ...more,
  },
});
const asked = (generation: number, ...because: LargeBecause[]): ListEvent => ({
  type: 'ListApprovalRequested',
  data: { ...of(generation), because },
});
const approve: ListCommand = { type: 'ApproveList', listId: 'news', at, by: ann, reason: 'a shop’s own' };
const reject = (code: RejectionCode | null): ListCommand => ({
  type: 'RejectList',
  listId: 'news',
  at,
  by: ann,
  reason: 'no permission',
  code,
});
const approved = (generation: number): ListEvent => ({
  type: 'ListApproved',
  data: { ...of(generation), by: ann, reason: 'a shop’s own' },
});
const rejected = (generation: number, code: RejectionCode): ListEvent => ({
  type: 'ListRejected',
  data: { ...of(generation), by: ann, reason: 'no permission', code },
});
const refuse: ListCommand = { type: 'RefuseSend', listId: 'news', at };
const blocked = (generation: number, state: 'pending' | 'rejected'): ListEvent => ({
  type: 'SendBlockedUnapprovedList',
  data: { ...of(generation), state },
});

describe('a list', () => {
  it('of 999 new contacts is taken', () =>
    given()
      .when(tell('i1', 999, 999))
      .then(imported(1, 999, 999)));
  it('of 1,000 new contacts waits', () =>
    given()
      .when(tell('i1', 1_000, 1_000))
      .then(imported(1, 1_000, 1_000), asked(1, 'new-contacts')));
  it('that grows by half is taken', () =>
    given(imported(1, 400, 400, { span: { since: at, added: 400, before: 0 } }), approved(1))
      .when(tell('i2', 600, 200))
      .then(imported(2, 600, 200)));
  it('that grows by more than half waits', () =>
    given(imported(1, 400, 400), approved(1))
      .when(tell('i2', 601, 201))
      .then(imported(2, 601, 201), asked(2, 'growth')));
  it('that had fewer contacts than growth is counted from is taken', () =>
    given()
      .when(tell('i1', 30, 20, { rules: { ...rules, growthFrom: 11 } }))
      .then(imported(1, 30, 20)));
  it.each(forbiddenOrigin.options)('of %s contacts waits, however few they are', (origin) =>
    given()
      .when(tell('i1', 1, 1, { origin }))
      .then(imported(1, 1, 1, { origin }), asked(1, 'origin')),
  );
  it('waits for all reasons there are', () =>
    given()
      .when(tell('i1', 2_100, 2_000, { origin: 'bought' }))
      .then(imported(1, 2_100, 2_000, { origin: 'bought' }), asked(1, 'new-contacts', 'growth', 'origin')));
  it('never waits where the policy has no rules about lists', () =>
    given()
      .when(tell('i1', 1_000_000, 1_000_000, { origin: 'bought', rules: null }))
      .then(imported(1, 1_000_000, 1_000_000, { origin: 'bought' })));

  it('in parts is one import, for as long as the policy says', () => {
    const later = plus(at, hours(23));
    given(imported(1, 10_600, 600))
      .when(tell('i2', 11_000, 400, { at: later }))
      .then(
        {
          type: 'ListImported',
          data: {
            ...of(2),
            at: later,
            importId: 'i2',
            contacts: 11_000,
            newContacts: 400,
            origin: 'opt-in',
            span: { since: at, added: 1_000, before: 10_000 },
          },
        },
        { type: 'ListApprovalRequested', data: { ...of(2), at: later, because: ['new-contacts'] } },
      );
  });
  it('that grows slowly never waits', () => {
    const nextDay = plus(at, days(1));
    given(imported(1, 10_600, 600))
      .when(tell('i2', 11_000, 400, { at: nextDay }))
      .then(imported(2, 11_000, 400, { at: nextDay, span: { since: nextDay, added: 400, before: 10_600 } }));
  });

  it('is imported once, however often that is told', () =>
    given(imported(1, 5_000, 5_000), asked(1, 'new-contacts'), approved(1))
      .when(tell('i1', 5_000, 5_000))
      .then());
  it('is not another import under the id of one', () =>
    given(imported(1, 5_000, 5_000), asked(1, 'new-contacts'))
      .when(tell('i1', 5_000, 4_000))
      .thenRejected({
        rejected: 'import-changed',
        because:
          'import i1 of list news was told with 5000 new of 5000 contacts from opt-in: another import has an id of its own',
      }));
  it('is one account’s', () =>
    given(imported(1, 5, 5))
      .when(tell('i2', 9, 4, { accountId: accountId.parse('shop-2') }))
      .thenRejected({
        rejected: 'list-of-another-account',
        because:
          'list news is one of account shop-1: ids of lists are unique in the desk, so put what tells your lists apart before the id',
      }));

  it('is approved', () =>
    given(imported(1, 5_000, 5_000), asked(1, 'new-contacts'))
      .when(approve)
      .then(approved(1)));
  it('that was approved and grows large again waits again', () =>
    given(imported(1, 5_000, 5_000), asked(1, 'new-contacts'), approved(1))
      .when(tell('i2', 6_000, 1_000))
      .then(imported(2, 6_000, 1_000), asked(2, 'new-contacts')));
  it('that was approved takes a small import, whatever was counted before', () =>
    given(imported(1, 5_000, 5_000), asked(1, 'new-contacts'), approved(1))
      .when(tell('i2', 5_001, 1))
      .then(imported(2, 5_001, 1)));
  it('that nobody knows is neither approved nor rejected', () => {
    const unknown = { rejected: 'unknown', because: 'no list news is known' };
    given().when(approve).thenRejected(unknown);
    given().when(reject('bought')).thenRejected(unknown);
  });

  it('is rejected with a code', () =>
    given(imported(1, 5_000, 5_000), asked(1, 'new-contacts'))
      .when(reject('rented'))
      .then(rejected(1, 'rented')));
  it('is rejected for its origin, when that is a forbidden one and nobody names another', () =>
    given(imported(1, 50, 50, { origin: 'traded' }), asked(1, 'origin'))
      .when(reject(null))
      .then(rejected(1, 'traded')));
  it('is rejected for what the reason says, when there is no such origin', () =>
    given(imported(1, 5_000, 5_000), asked(1, 'new-contacts'))
      .when(reject(null))
      .then(rejected(1, 'other')));
  it('that nobody asked about may be rejected, and a rejected one approved after all', () => {
    given(imported(1, 5, 5))
      .when(reject('no-permission'))
      .then(rejected(1, 'no-permission'));
    given(imported(1, 5, 5), rejected(1, 'no-permission'))
      .when(approve)
      .then(approved(1));
  });
  it('stays rejected when a little is added to it, and waits when much is', () => {
    given(imported(1, 5_000, 5_000), asked(1, 'new-contacts'), rejected(1, 'bought'))
      .when(tell('i2', 5_001, 1))
      .then(imported(2, 5_001, 1));
    given(imported(1, 5_000, 5_000), asked(1, 'new-contacts'), rejected(1, 'bought'))
      .when(tell('i2', 7_000, 2_000))
      .then(imported(2, 7_000, 2_000), asked(2, 'new-contacts'));
  });

  it('tells of a refused send once in each import', () => {
    const waits = [imported(1, 5_000, 5_000), asked(1, 'new-contacts')];
    given(...waits)
      .when(refuse)
      .then(blocked(1, 'pending'));
    given(...waits, blocked(1, 'pending'), rejected(1, 'bought'))
      .when(refuse)
      .then();
    given(...waits, blocked(1, 'pending'), rejected(1, 'bought'), imported(2, 5_001, 1))
      .when(refuse)
      .then(blocked(2, 'rejected'));
  });
  it('that may be sent to, or that nobody knows, tells of no refused send', () => {
    given(imported(1, 5, 5))
      .when(refuse)
      .then();
    given().when(refuse).then();
  });

  const times = fc.integer({ min: 0, max: 48 }).map((n) => plus(at, hours(n)));
  const imports = fc
    .record({
      n: fc.integer({ min: 0, max: 5 }),
      base: fc.integer({ min: 0, max: 3_000 }),
      newContacts: fc.integer({ min: 0, max: 2_000 }),
      origin: fc.constantFrom(...listOrigin.options),
      at: times,
    })
    .map(({ n, base, newContacts, ...more }) => tell(`i${n}`, base + newContacts, newContacts, more));
  const commands = fc.oneof(
    imports,
    fc.constantFrom<ListCommand>(approve, reject(null), reject('bought'), refuse),
  );

  it('may be told anything again at will', () =>
    retriedAtWill({ catalogue: listEvents, decider: listDecider }, commands));

  it('is sendable after a large import only when a person approved that one, and is kept whole', () =>
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 40 }), (all) => {
        let state = listDecider.initial;
        let open = true;
        for (const command of all) {
          const events = listDecider.decide(command, state);
          if (isRejected(events)) continue;
          for (const event of events) {
            state = listDecider.evolve(state, event);
            if (event.type === 'ListApprovalRequested' || event.type === 'ListRejected') open = false;
            if (event.type === 'ListApproved') open = true;
          }
          if (state.status !== 'none') expect(answerOf(state, 'live').sendable).toBe(open);
          expect(answerOf(state, 'none').sendable).toBe(true);
          expect(answerOf(state, 'shadow').sendable).toBe(true);
          const kept = JSON.parse(JSON.stringify(z.encode(listSnapshot.schema, state))) as never;
          expect(z.decode(listSnapshot.schema, kept)).toEqual(state);
        }
      }),
    ));

  it('says why it may not be sent to', () => {
    const after = (...events: ListEvent[]) =>
      events.reduce((state, event) => listDecider.evolve(state, event), listDecider.initial);
    const waits = [imported(1, 5_000, 5_000), asked(1, 'new-contacts', 'origin')];
    expect(answerOf(after(), 'live')).toEqual({
      sendable: false,
      state: 'unknown',
      code: null,
      because: 'the desk was told of no import of this list: PUT /v1/lists/{id} tells it',
    });
    expect(answerOf(after(...waits), 'live')).toEqual({
      sendable: false,
      state: 'pending',
      code: null,
      because:
        'it waits for approval: many contacts are new, and its contacts are from where no permission comes with them',
    });
    expect(answerOf(after(...waits, rejected(1, 'bought')), 'live')).toMatchObject({
      state: 'rejected',
      code: 'bought',
      because: 'it was rejected: bought',
    });
  });

  it('may be sent to while the brand only watches, and says what would have been', () =>
    expect(answerOf(listDecider.initial, 'shadow').because).toBe(
      'the brand only watches; otherwise it could not be sent to, because the desk was told of no import of this list: ' +
        'PUT /v1/lists/{id} tells it',
    ));

  it('has a stream of its own', () => expect(streamOfList({ listId: 'news' })).toBe('list-news'));
});
