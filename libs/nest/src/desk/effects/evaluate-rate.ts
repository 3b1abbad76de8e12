import { uuidv5, type EventStore } from '@app/event-store';
import type { EvaluateRate } from '@app/processes';
import { ask, type ReadStore } from '@app/read-store';
import type { RateWindow } from '@app/reputation';
import type { EffectContext } from '@app/runtime';
import { rateCount, type Coverage } from '@app/views';
import type { Settings } from '@app/settings';
import type { Aggregates } from '../aggregates';
import type { Accounts } from '../accounts';
import type { Policies } from '../policies';

const WINDOWS: readonly RateWindow[] = ['24h', '7d', '30d'];

interface Needs {
  readonly events: EventStore;
  readonly tables: ReadStore;
  readonly accounts: Accounts;
  readonly aggregates: Pick<Aggregates, 'reputation'>;
  readonly brands: Settings['brands'];
  readonly coverage: () => readonly Coverage[];
  readonly policies: Pick<Policies, 'current'>;
  /** Resolves once the views have seen the log as it is now. */
  readonly viewed: () => Promise<void>;
}

/** Counts an account's windows and has each judged. What was counted goes into the event, so that a later correction of
 *  the volumes does not rewrite what was decided on. */
export const evaluateRate =
  ({ events, tables, accounts, aggregates, brands, coverage, policies, viewed }: Needs) =>
  async ({ accountId }: EvaluateRate, { meta, at }: EffectContext): Promise<void> => {
    const account = await accounts.find(accountId);
    if (!account) return;
    const { head } = await events.readAll(events.start, 1);
    await viewed();
    const brand = brands[account.brandId];
    if (!brand)
      throw new Error(`account ${accountId} is of brand ${account.brandId}, which no setting names`);
    const { timeZone: zone, policy } = brand;
    const { threshold, floors, most } = policies.current(policy).rate;
    for (const window of WINDOWS) {
      const counted = await ask(
        tables,
        rateCount({ accountId, window, now: at, zone, coverage: coverage(), attribution: 'send-day' }),
      );
      const { complaints, estimated, delivered, baseline } = counted;
      await aggregates.reputation(
        {
          type: 'JudgeRate',
          accountId,
          at,
          window,
          complaints,
          estimated,
          delivered,
          threshold,
          floors,
          baselineAt: baseline,
          position: head,
        },
        { ...meta, commandId: uuidv5(meta.commandId, window) },
      );
      if (window === '30d')
        await aggregates.reputation(
          {
            type: 'JudgeCount',
            accountId,
            at,
            complaints: counted.byProvider.reduce((all, one) => all + one.complaints, 0),
            most: most ?? null,
            baselineAt: baseline,
            position: head,
          },
          { ...meta, commandId: uuidv5(meta.commandId, 'count') },
        );
    }
  };
