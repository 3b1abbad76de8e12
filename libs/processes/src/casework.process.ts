import { z } from 'zod';
import { accountEvents } from '@app/accounts';
import { complaintEvents, type Step } from '@app/complaints';
import { caseEvents, type RaiseSignal, type Signal } from '@app/enforcement';
import {
  caseId as asCase,
  Versioned,
  type AccountId,
  type CaseId,
  type DefsOf,
  type EventIn,
  type ProcessManager,
} from '@app/kernel';
import { reputationEvents } from '@app/reputation';

const inputs = complaintEvents
  .only(
    'ComplaintFiled',
    'ReportCorroborated',
    'ComplaintTraced',
    'AttributionWithdrawn',
    'ComplaintQualified',
    'ComplaintMerged',
  )
  .union(reputationEvents.only('RateBreached'))
  .union(accountEvents.only('InjectionsObserved'))
  .union(caseEvents.only('SignalPassedOn'));
type Input = EventIn<typeof inputs>;

/** The number of the account's present case. */
const state = z.strictObject({ present: z.int().positive() });

/** Brings what happened to the account's present case. The first signal opens it; when it has ended and a signal is not
 *  about it any more, the case says so and the next one is opened: hence never two are open at once, whatever the order. */
export const casework: ProcessManager<z.output<typeof state>, DefsOf<typeof inputs>, RaiseSignal, never> = {
  name: 'casework',
  state: new Versioned(1, state),
  initial: { present: 1 },
  inputs,
  from: 'now',
  instanceOf: (event) => (signals(event).length > 0 ? event.data.accountId : null),

  react({ present }, stimulus) {
    if (stimulus.kind === 'deadline') return { state: { present } };
    const { event } = stimulus;
    const { accountId, at } = event.data;
    if (accountId === null) return { state: { present } };
    // Only the present case can open the next: what an older one passes on, came while that was happening.
    const ended = event.type === 'SignalPassedOn' && event.data.caseId === caseIdOf(accountId, present);
    const number = ended ? present + 1 : present;
    const caseId = caseIdOf(accountId, number);
    const commands = signals(event).map((signal) => ({
      type: 'RaiseSignal' as const,
      caseId,
      accountId,
      at,
      signal,
    }));
    // Most accounts never have a second case: the number of the first needs no row.
    return number === 1 ? { done: true, commands } : { state: { present: number }, commands };
  },
};

/** `<account>.<n>` */
export const caseIdOf = (accountId: AccountId, n: number): CaseId => asCase.parse(`${accountId}.${n}`);

const signals = ({ type, data }: Input): Signal[] => {
  switch (type) {
    case 'ComplaintFiled':
      return moves(data.may) ? [complaint(data.complaintId)] : [];
    case 'ReportCorroborated':
    case 'ComplaintTraced':
    case 'ComplaintQualified':
      return moves([...data.gained, ...data.lost]) ? [complaint(data.complaintId)] : [];
    case 'AttributionWithdrawn':
    case 'ComplaintMerged':
      return moves(data.lost) ? [complaint(data.complaintId)] : [];
    case 'RateBreached': {
      const { window, grade, complaints, delivered } = data;
      return [{ kind: 'rate-breached', window, grade, complaints, delivered }];
    }
    case 'InjectionsObserved':
      return data.injections.map(({ campaignId, stream, state, at, holdConfirmed }) => ({
        kind: 'injection',
        campaignId,
        stream,
        state,
        injectedAt: at,
        observedAt: data.at,
        holdConfirmed,
      }));
    case 'SignalPassedOn':
      return [data.signal];
  }
};

const complaint = (complaintId: string): Signal => ({ kind: 'complaint', complaintId });
const moves = (steps: readonly Step[]): boolean =>
  steps.some((step) => step === 'forward' || step === 'propose' || step === 'enforce' || step === 'close');
