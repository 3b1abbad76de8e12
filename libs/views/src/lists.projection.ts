import { projection, sql } from '@app/kernel';
import { listEvents } from '@app/lists';

/** The lists of accounts, and which of them wait for a person. For staff: what may be sent to is asked of the log. */
export const lists = projection({
  name: 'lists',
  version: 1,
  inputs: listEvents.only('ListImported', 'ListApprovalRequested', 'ListApproved', 'ListRejected'),
  tables: ['lists'],

  create: (t) => [
    sql(`create table ${t.lists} (
      list_id text primary key, account_id text not null, state text not null, because text not null, code text,
      contacts bigint not null, new_contacts bigint not null, origin text not null, since bigint not null,
      imported_at bigint not null)`),
    sql(`create index ${t.lists}_state on ${t.lists}(state, since, list_id)`),
    sql(`create index ${t.lists}_account on ${t.lists}(account_id, since, list_id)`),
    sql(`create index ${t.lists}_since on ${t.lists}(since, list_id)`),
  ],

  on({ type, data }, t) {
    const { listId, at } = data;
    const state = (now: string, because: readonly string[], code: string | null) => [
      sql(
        // It waits since it began to, however often more is added.
        `update ${t.lists} set since = case when state = $2 then since else $5 end, state = $2, because = $3, code = $4
         where list_id = $1`,
        listId,
        now,
        JSON.stringify(because),
        code,
        at,
      ),
    ];
    switch (type) {
      case 'ListImported':
        return [
          sql(
            `insert into ${t.lists} values ($1, $2, 'sendable', '[]', null, $3, $4, $5, $6, $6)
             on conflict (list_id) do update set contacts = excluded.contacts, new_contacts = excluded.new_contacts,
             origin = excluded.origin, imported_at = excluded.imported_at`,
            listId,
            data.accountId,
            data.contacts,
            data.newContacts,
            data.origin,
            at,
          ),
        ];
      case 'ListApprovalRequested':
        return state('pending', data.because, null);
      case 'ListApproved':
        return state('sendable', [], null);
      case 'ListRejected':
        return state('rejected', [], data.code);
    }
  },
});
