import { rejected, type Decider, type Rejected } from '@app/kernel';
import { approve, edit, reject, submit } from './approval';
import type { IncidentCommand, IncidentCommandOf } from './commands';
import type { IncidentEvent } from './events';
import { issued, withdraw } from './invoices';
import { MOST_CENTS, workCents } from './shapes';
import { evolve, type IncidentState, type Known } from './state';

/** The name is stored. */
export const streamOfIncident = ({ incidentId }: { readonly incidentId: string }): string =>
  `incident-${incidentId}`;

/** Of lines: what one incident costs is told in fewer. */
const MOST_LINES = 1_000;

type Outcome = readonly IncidentEvent[] | Rejected;

/** What happened to the platform, what that cost, and who bears it. Costs are added up line by line, and no line is ever
 *  changed; a second person approves them as they are divided, and only then is anybody invoiced. */
export const incidentDecider: Decider<IncidentCommand, IncidentEvent, IncidentState> = {
  initial: { status: 'none' },

  decide(command, state): Outcome {
    if (command.type === 'OpenIncident') return open(command, state);
    if (state.status === 'none')
      return rejected('unknown', `there is no incident ${command.incidentId.slice(0, 128)}`);
    switch (command.type) {
      case 'RecordCost':
        return record(command, state);
      case 'ReverseCost':
        return reverse(command, state);
      case 'SubmitCosts':
        return submit(command, state);
      case 'EditShares':
        return edit(command, state);
      case 'ApproveCosts':
        return approve(command, state);
      case 'RejectCosts':
        return reject(command, state);
      case 'NoteInvoiceIssued':
        return issued(command, state);
      case 'WithdrawIncident':
        return withdraw(command, state);
    }
  },

  evolve,
};

const open = ({ type: _, ...told }: IncidentCommandOf<'OpenIncident'>, state: IncidentState): Outcome => {
  if (state.status !== 'none') return []; // its id is of what opened it: it is the same one
  if (told.span && told.span.from > told.span.until)
    return rejected('span-reversed', 'span: it ends before it begins');
  return [{ type: 'IncidentOpened', data: { ...told, subjects: [...told.subjects] } }];
};

const record = ({ incidentId, at, cost, by }: IncidentCommandOf<'RecordCost'>, state: Known): Outcome => {
  if (state.lines.some(({ costId }) => costId === cost.costId)) return [];
  const over = recordable(state);
  if (over) return over;
  if (state.lines.length >= MOST_LINES)
    return rejected('too-many-lines', `it has ${MOST_LINES} lines of costs: open another incident`);
  const cents = cost.work ? workCents(cost.work) : (cost.cents ?? 0);
  if (!Number.isSafeInteger(cents) || cents < 1 || cents > MOST_CENTS)
    return rejected('no-amount', `a cost is a whole number of cents, from 1 to ${MOST_CENTS}`);
  if ((cost.kind === 'consequential-damage') !== (cost.site !== null))
    return rejected('site', 'site: consequential damage names whom it struck, and no other cost does');
  const { brandId } = state;
  return [{ type: 'CostRecorded', data: { incidentId, at, brandId, ...cost, cents, by } }];
};

const reverse = (command: IncidentCommandOf<'ReverseCost'>, state: Known): Outcome => {
  const { incidentId, at, costId, reverses, by, reason } = command;
  const line = state.lines.find((one) => one.costId === reverses);
  if (!line) return rejected('unknown', `incident ${incidentId} has no cost ${reverses.slice(0, 64)}`);
  if (line.state === 'reversed') return [];
  if (line.state === 'reversal')
    return rejected('is-reversal', `${reverses} takes a cost back itself: record that cost again`);
  const over = recordable(state);
  if (over) return over;
  const { brandId } = state;
  return [
    {
      type: 'CostReversed',
      data: { incidentId, at, brandId, costId, reverses, cents: -line.cents, by, reason },
    },
  ];
};

/** What was approved by two is not changed by one. */
const recordable = ({ status }: Known): Rejected | null =>
  status === 'open' || status === 'submitted'
    ? null
    : rejected(
        status === 'withdrawn' ? 'withdrawn' : 'costs-approved',
        status === 'withdrawn'
          ? 'the incident is withdrawn: open another'
          : 'its costs are approved, and invoiced: what came later is another incident, what was wrong is withdrawn with it',
      );
