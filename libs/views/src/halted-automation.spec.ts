import type { AutomationEvent, AutomationScope } from '@app/enforcement';
import { Instant, minutes, plus, type DecidedBy } from '@app/kernel';
import { ask, SqliteReadStore } from '@app/read-store';
import { haltedAutomation, haltedScopes } from './halted-automation.projection';

const tables = { halted_automation: 'halted_automation' };
const start = Instant('2026-03-03T09:00:00.000Z');
const jan: DecidedBy = { kind: 'person', keyId: 'k-jan' };
const halted = (scope: AutomationScope, n: number, by: DecidedBy = jan): AutomationEvent => ({
  type: 'AutomationHalted',
  data: { scope, at: plus(start, minutes(n)), by, reason: 'too many', breaker: by.kind === 'rule' },
});
const resumed = (scope: AutomationScope): AutomationEvent => ({
  type: 'AutomationResumed',
  data: { scope, at: plus(start, minutes(60)), by: jan, reason: 'looked into' },
});

describe('halted automation', () => {
  let store: SqliteReadStore;
  beforeEach(async () => {
    store = SqliteReadStore.inMemory();
    await store.commit(haltedAutomation.create(tables));
  });
  afterEach(() => store.close());
  const happened = async (...events: AutomationEvent[]) => {
    for (const event of events) await store.commit(haltedAutomation.on(event as never, tables));
  };

  it('is told with who turned it off and why, the longest first', async () => {
    await happened(
      halted('brand:spotler', 2, { kind: 'rule', rule: 'circuit-breaker' }),
      halted('source:yahoo', 1),
    );
    expect(await ask(store, haltedScopes)).toEqual([
      {
        scope: 'source:yahoo',
        since: plus(start, minutes(1)),
        by: 'k-jan',
        breaker: false,
        because: 'too many',
      },
      {
        scope: 'brand:spotler',
        since: plus(start, minutes(2)),
        by: 'circuit-breaker',
        breaker: true,
        because: 'too many',
      },
    ]);
  });

  it('is over once it was resumed, and may be halted again', async () => {
    await happened(halted('desk', 1), resumed('desk'));
    expect(await ask(store, haltedScopes)).toEqual([]);
    await happened(halted('desk', 90));
    expect(await ask(store, haltedScopes)).toMatchObject([
      { scope: 'desk', since: plus(start, minutes(90)) },
    ]);
  });
});
