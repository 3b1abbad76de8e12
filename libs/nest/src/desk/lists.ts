import type { Execute, Meta, Outcome, Precondition } from '@app/event-store';
import { rejected, type AccountId, type Instant } from '@app/kernel';
import { answerOf, type Answer, type Approval, type ListCommand, type ListCommandOf, type ListEvent, type ListRules, type ListState } from '@app/lists'; // prettier-ignore
import type { Settings } from '@app/settings';
import type { Accounts } from './accounts';
import type { Policies } from './policies';

interface Needs {
  readonly state: (listId: string) => Promise<{ readonly state: ListState; readonly revision: number }>;
  readonly tell: Execute<ListCommand, ListEvent>;
  readonly accounts: Pick<Accounts, 'find'>;
  readonly policies: Pick<Policies, 'current'>;
  readonly brands: Settings['brands'];
  readonly now: () => Instant;
  /** A refused send could not be recorded; it was refused all the same. */
  readonly onUnrecorded: (listId: string, error: unknown) => void;
}

/** Whose the list is, as the log has it; null: nobody's. */
export interface Guarded extends Answer {
  readonly account: AccountId | null;
  readonly revision: number;
}

/** The lists of accounts: what platforms import, and whether they may send to it. */
export class Lists {
  constructor(private readonly needs: Needs) {}

  /** Resolves once it is durable; the guard then knows, as it reads the log. */
  async import(
    told: Omit<ListCommandOf<'ImportList'>, 'type' | 'rules'>,
    meta: Meta,
    given: Precondition,
  ): Promise<Outcome<ListEvent>> {
    const { accountId } = told;
    const profile = await this.needs.accounts.find(accountId);
    if (!profile)
      return {
        ok: false,
        rejection: rejected(
          'account-not-registered',
          `account ${accountId} is not registered: PUT /v1/accounts/${accountId} does that`,
        ),
      };
    const { brandId } = profile;
    const brand = this.needs.brands[brandId];
    if (!brand)
      return {
        ok: false,
        rejection: rejected(
          'no-such-brand',
          `account ${accountId} is of brand ${brandId}, which the settings do not name: nobody can say which lists are large`,
        ),
      };
    return this.needs.tell({ type: 'ImportList', ...told, rules: this.rulesOf(brand) }, meta, given);
  }

  /** Whether one may send to the list now. Read from the log, on from where this process has left its stream: a point look-up
   *  that is never older than what a PUT has answered, and needs nothing rebuilt after a restart.
   *  A list that nobody imported is of nobody's brand: unless `account` says whose it would be, it is not sendable as soon as
   *  one brand's policy has rules about lists. The first refusal since an import is recorded; whether that
   *  succeeds changes nothing about the answer. */
  async guard(listId: string, account: AccountId | undefined, meta: Meta): Promise<Guarded | 'of-another'> {
    const { recorded, ...found } = await this.look(listId, account);
    if (found.account !== null && account !== undefined && found.account !== account) return 'of-another';
    if (!found.sendable && !recorded) await this.record(listId, meta);
    return found;
  }

  /** The same, and nothing is recorded. `recorded`: that a send was refused since the last import, or there is nothing to
   *  record it of. */
  async look(listId: string, account?: AccountId): Promise<Guarded & { readonly recorded: boolean }> {
    const { state, revision } = await this.needs.state(listId);
    const owner = state.status === 'none' ? null : state.accountId;
    return {
      ...answerOf(state, await this.approvalOf(owner ?? account)),
      account: owner,
      revision,
      recorded: state.status === 'none' || state.blockedIn === state.generation,
    };
  }

  private async record(listId: string, meta: Meta): Promise<void> {
    try {
      await this.needs.tell({ type: 'RefuseSend', listId, at: this.needs.now() }, meta);
    } catch (error) {
      this.needs.onUnrecorded(listId, error);
    }
  }

  private async approvalOf(account: AccountId | undefined): Promise<Approval> {
    const { brands, accounts } = this.needs;
    const profile = account === undefined ? undefined : await accounts.find(account);
    if (!profile) return strictest(Object.values(brands).map((brand) => this.approvalIn(brand)));
    const brand = brands[profile.brandId];
    return brand ? this.approvalIn(brand) : 'live';
  }

  private approvalIn(brand: Brand): Approval {
    return this.rulesOf(brand) === null ? 'none' : brand.enforcement;
  }

  private rulesOf({ policy }: Brand): ListRules | null {
    return this.needs.policies.current(policy).lists ?? null;
  }
}

type Brand = Settings['brands'][keyof Settings['brands']];

const strictest = (all: readonly Approval[]): Approval =>
  (['live', 'shadow'] as const).find((one) => all.includes(one)) ?? 'none';
