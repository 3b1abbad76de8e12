import { automationEvents, type AutomationScope } from '@app/enforcement';
import { projection, sql, type Instant, type Query } from '@app/kernel';

/** Where automatic measures are proposals at present: a person or the circuit breaker turned them off. */
export const haltedAutomation = projection({
  name: 'halted-automation',
  version: 1,
  inputs: automationEvents.only('AutomationHalted', 'AutomationResumed'),
  tables: ['halted_automation'],

  create: (t) => [
    sql(`create table ${t.halted_automation} (
      scope text primary key, since bigint not null, by_whom text not null, breaker bigint not null, reason text not null)`),
  ],

  on({ type, data }, t) {
    const { scope, at } = data;
    if (type === 'AutomationResumed')
      return [sql(`delete from ${t.halted_automation} where scope = $1`, scope)];
    const { by, breaker, reason } = data;
    return [
      sql(
        `insert into ${t.halted_automation} values ($1, $2, $3, $4, $5)`,
        scope,
        at,
        by.kind === 'person' ? by.keyId : by.rule,
        breaker ? 1 : 0,
        reason,
      ),
    ];
  },
});

export interface HaltedScope {
  readonly scope: AutomationScope;
  readonly since: Instant;
  /** A key's id, or the rule's. */
  readonly by: string;
  /** The circuit breaker tripped: a supervisor closes it. */
  readonly breaker: boolean;
  readonly because: string;
}

/** The longest first. */
export const haltedScopes: Query<HaltedScope[]> = {
  reads: [sql('select * from halted_automation order by since, scope')],
  answer: ([rows]) =>
    (
      rows as { scope: AutomationScope; since: number; by_whom: string; breaker: number; reason: string }[]
    ).map(({ scope, since, by_whom: by, breaker, reason: because }) => ({
      scope,
      since: Number(since) as Instant,
      by,
      breaker: Number(breaker) === 1,
      because,
    })),
};
