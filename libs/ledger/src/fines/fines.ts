import { rejected, type Decider } from '@app/kernel';
import type { FineEvent } from './events';

type Noted = Extract<FineEvent, { type: 'RegulatorFineNoted' }>['data'];
type Struck = Extract<FineEvent, { type: 'RegulatorFineStruck' }>['data'];
export type FineCommand =
  ({ readonly type: 'NoteFine' } & Readonly<Noted>) | ({ readonly type: 'StrikeFine' } & Readonly<Struck>);

export interface FinesState {
  readonly fines: readonly {
    readonly fineId: string;
    readonly regulator: string;
    readonly reference: string | null;
    readonly struck: boolean;
  }[];
}

/** The name is stored. */
export const streamOfFines = ({ accountId }: { readonly accountId: string }): string => `fines-${accountId}`;

/** What regulators imposed on an account, as we heard of it. Nothing follows from it, and nobody is ever invoiced for it. */
export const finesDecider: Decider<FineCommand, FineEvent, FinesState> = {
  initial: { fines: [] },

  decide(command, { fines }) {
    if (command.type === 'StrikeFine') {
      const { type: _, ...data } = command;
      const fine = fines.find(({ fineId }) => fineId === data.fineId);
      if (!fine) return rejected('unknown', `no fine ${data.fineId} is noted on ${data.accountId}`);
      return fine.struck ? [] : [{ type: 'RegulatorFineStruck', data }];
    }
    const { type: _, ...data } = command;
    if (data.sanction === 'warning' && data.amount !== null)
      return rejected('amount', 'amount: a warning has none');
    const known = fines.some(
      ({ fineId, regulator, reference, struck }) =>
        fineId === data.fineId ||
        (!struck && reference !== null && reference === data.reference && regulator === data.regulator),
    );
    return known ? [] : [{ type: 'RegulatorFineNoted', data }];
  },

  evolve({ fines }, { type, data }) {
    switch (type) {
      case 'RegulatorFineNoted': {
        const { fineId, regulator, reference } = data;
        return { fines: [...fines, { fineId, regulator, reference, struck: false }] };
      }
      case 'RegulatorFineStruck':
        return {
          fines: fines.map((one) => (one.fineId === data.fineId ? { ...one, struck: true } : one)),
        };
    }
  },
};
