import { Inject, type Type } from '@nestjs/common';
import { CommandHandler, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Meta, Outcome, Precondition } from '@app/event-store';
import { ask } from '@app/read-store';
import type { Desk } from '../desk/desk';
import { DESK } from '../desk/tokens';
import {
  Ask,
  TellAccount,
  TellAutomation,
  TellCase,
  TellComplaint,
  TellFines,
  TellIncident,
  TellList,
  TellListing,
  TellReport,
  TellReputation,
  TellSuppression,
  TellSweep,
} from './messages';

interface Told<C> {
  readonly command: C;
  readonly meta: Meta;
  readonly given?: Precondition;
}
type Decides<C> = (command: C, meta: Meta, given?: Precondition) => Promise<Outcome>;

/** A handler that passes a message on to whoever decides it. */
const toldTo = <C>(message: Type<Told<C>>, by: (desk: Desk) => Decides<C>): Type => {
  @CommandHandler(message)
  class Handler {
    constructor(@Inject(DESK) private readonly desk: Desk) {}

    execute({ command, meta, given }: Told<C>): Promise<Outcome> {
      return by(this.desk)(command, meta, given);
    }
  }
  return Handler;
};

@QueryHandler(Ask)
class AskHandler implements IQueryHandler<Ask<unknown>> {
  constructor(@Inject(DESK) private readonly desk: Desk) {}

  execute({ question }: Ask<unknown>): Promise<unknown> {
    return ask(this.desk.stores.tables, question);
  }
}

/** Who answers what the face asks: the aggregates by command, the views by query. */
export const busHandlers: readonly Type[] = [
  toldTo(TellReport, ({ aggregates }) => aggregates.report),
  toldTo(TellComplaint, ({ aggregates }) => aggregates.complaint),
  toldTo(TellAccount, ({ aggregates }) => aggregates.account),
  toldTo(
    TellCase,
    (desk) =>
      (...told) =>
        desk.toCase(...told),
  ),
  toldTo(TellAutomation, ({ aggregates }) => aggregates.automation as Decides<TellAutomation['command']>),
  toldTo(TellReputation, ({ aggregates }) => aggregates.reputation),
  toldTo(TellListing, ({ aggregates }) => aggregates.listing),
  toldTo(TellSweep, ({ aggregates }) => aggregates.sweep),
  toldTo(TellIncident, ({ aggregates }) => aggregates.incident),
  toldTo(TellList, ({ aggregates }) => aggregates.list),
  toldTo(TellFines, ({ aggregates }) => aggregates.fines),
  toldTo(TellSuppression, (desk) => desk.recordSuppression),
  AskHandler,
];
