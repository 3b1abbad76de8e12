import { minus, rejected, type Decider, type Rejected } from '@app/kernel';
import type { ImportList, ListCommand, ListCommandOf, ListRules } from './commands';
import type { ListEvent } from './events';
import { forbiddenOrigin, type LargeBecause, type ListOrigin, type Span } from './shapes';
import { evolve, listState, type KnownList, type ListState } from './state';

type Outcome = readonly ListEvent[] | Rejected;

/** The name is stored. By the list alone, so that two accounts can never both have it, whoever is first: the guard is asked
 *  for a list and nothing else. */
export const streamOfList = ({ listId }: { readonly listId: string }): string => `list-${listId}`;

/** Raise `version` whenever `evolve` or the shape changes. */
export const listSnapshot = { name: 'list', version: 1, schema: listState };

/** A list of one account. A large import, and one of a forbidden origin, waits for a person; what was approved and grows large
 *  again waits again. A small import changes nothing: to a list that waits, it waits; to a rejected one, the contacts for
 *  which it was rejected are there still. A person may change their mind about any list. */
export const listDecider: Decider<ListCommand, ListEvent, ListState> = {
  initial: { status: 'none' },
  evolve,

  decide(command, state) {
    if (command.type === 'ImportList') return imported(command, state);
    if (state.status === 'none')
      return command.type === 'RefuseSend' ? [] : rejected('unknown', `no list ${command.listId} is known`);
    switch (command.type) {
      case 'ApproveList': {
        const { by, reason } = command;
        return state.status === 'sendable'
          ? []
          : [{ type: 'ListApproved', data: { ...now(command, state), by, reason } }];
      }
      case 'RejectList':
        return reject(command, state);
      case 'RefuseSend':
        return state.status === 'sendable' || state.blockedIn === state.generation
          ? []
          : [
              {
                type: 'SendBlockedUnapprovedList',
                data: { ...now(command, state), state: state.status },
              },
            ];
    }
  },
};

const imported = (command: ImportList, state: ListState): Outcome => {
  const { listId, accountId, at, importId, contacts, newContacts, origin, rules } = command;
  if (state.status !== 'none' && state.accountId !== accountId)
    return rejected(
      'list-of-another-account',
      `list ${listId} is one of account ${state.accountId}: ids of lists are unique in the desk, so put what tells your ` +
        `lists apart before the id`,
    );
  const before = state.status === 'none' ? [] : state.imports;
  const same = before.find((one) => one.importId === importId);
  if (same)
    return same.contacts === contacts && same.newContacts === newContacts && same.origin === origin
      ? []
      : rejected(
          'import-changed',
          `import ${importId} of list ${listId} was told with ${same.newContacts} new of ${same.contacts} contacts from ` +
            `${same.origin}: another import has an id of its own`,
        );
  const generation = state.status === 'none' ? 1 : state.generation + 1;
  const of = { listId, accountId, at, generation };
  const span = spanWith(command, state.status === 'none' ? null : state.span);
  const because = rules ? whyLarge(span, origin, rules) : [];
  return [
    { type: 'ListImported', data: { ...of, importId, contacts, newContacts, origin, span } },
    ...(because.length > 0 ? [{ type: 'ListApprovalRequested' as const, data: { ...of, because } }] : []),
  ];
};

const reject = (command: ListCommandOf<'RejectList'>, state: KnownList): Outcome => {
  const { by, reason } = command;
  const { data: origin } = forbiddenOrigin.safeParse(state.origin);
  const code = command.code ?? origin ?? 'other';
  if (state.status === 'rejected' && (command.code === null || state.code === code)) return [];
  return [{ type: 'ListRejected', data: { ...now(command, state), code, by, reason } }];
};

/** As the list stands. */
const now = ({ listId, at }: ListCommand, { accountId, generation }: KnownList) => ({
  listId,
  accountId,
  at,
  generation,
});

const spanWith = ({ at, contacts, newContacts, rules }: ImportList, last: Span | null): Span =>
  rules && last && last.since > minus(at, rules.within)
    ? { ...last, added: last.added + newContacts }
    : { since: at, added: newContacts, before: contacts - newContacts };

/** A list that had nobody on it has not grown: its size alone counts. */
const whyLarge = ({ added, before }: Span, origin: ListOrigin, rules: ListRules): LargeBecause[] => {
  const grown = before >= Math.max(rules.growthFrom, 1) && added * 1_000_000 > rules.growthPpm * before;
  return [
    ...(added >= rules.newContacts ? ['new-contacts' as const] : []),
    ...(grown ? ['growth' as const] : []),
    ...(forbiddenOrigin.safeParse(origin).success ? ['origin' as const] : []),
  ];
};
