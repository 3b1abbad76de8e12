import { rejected, type Decider } from '@app/kernel';
import type { AccountCommand } from './commands';
import type { AccountEvent } from './events';
import { evolve } from './evolve';
import { handleLeak, observe } from './injections';
import { annul, apply, lapseWarning, reinstate, setStopDeadline } from './measures';
import { reachLimit, record, renew, repeat } from './orders';
import { accountState, comparable, type AccountState } from './state';

/** A customer of the sending platform: who they are, where they stand, and what the platform was told about them. What the
 *  platform is told is decided together with the standing, so that neither can be without the other. */
export const accountDecider: Decider<AccountCommand, AccountEvent, AccountState> = {
  initial: { status: 'none' },

  decide(command, state) {
    const { accountId, at } = command;
    if (command.type === 'RegisterAccount') {
      const { profile, openCase } = command;
      if (state.status === 'none') return [{ type: 'AccountRegistered', data: { accountId, at, profile } }];
      if (profile.brandId !== state.brandId && openCase !== null)
        return rejected(
          'brand-of-open-case',
          `${accountId} is of brand ${state.brandId}, by whose policy case ${openCase} runs, and cannot become one of ` +
            `${profile.brandId} until its cases have ended: close them, or put the account with brand ${state.brandId}`,
        );
      return state.profileKey === comparable(profile)
        ? []
        : [{ type: 'AccountChanged', data: { accountId, at, profile } }];
    }
    if (state.status === 'none')
      return rejected('no-such-account', `${accountId} is not registered: PUT it first`);
    switch (command.type) {
      case 'ApplyMeasure':
        return apply(command, state);
      case 'ReinstateAccount':
        return reinstate(command, state);
      case 'AnnulMeasure':
        return annul(command, state);
      case 'MoveBaseline': {
        const { caseId, baseline } = command;
        const { brandId } = state;
        return baseline > (state.baseline ?? 0)
          ? [{ type: 'BaselineMoved', data: { accountId, at, brandId, caseId, baseline } }]
          : [];
      }
      case 'SetStopDeadline':
        return setStopDeadline(command, state);
      case 'LapseWarning':
        return lapseWarning(command, state);
      case 'RecordOrder':
        return record(command, state);
      case 'ReachOrderLimit':
        return reachLimit(command, state);
      case 'RenewHold':
        return renew(command, state);
      case 'RepeatOrder':
        return repeat(command, state);
      case 'HandleLeak':
        return handleLeak(command, state);
      case 'HandleResemblance': {
        const { closed, by, reason } = command;
        const { brandId, resemblances } = state;
        return resemblances.includes(closed)
          ? []
          : [{ type: 'ResemblanceHandled', data: { accountId, at, brandId, closed, by, reason } }];
      }
      case 'RecordInjections':
        return observe(command, state);
    }
  },

  evolve,
};

/** Raise `version` with every change of `evolve` or of the state. */
export const accountSnapshot = { name: 'account', version: 6, schema: accountState };
