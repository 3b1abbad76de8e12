import { Command, Query } from '@nestjs/cqrs';
import type { AccountCommand, AccountEvent } from '@app/accounts';
import type { ComplaintCommand, ComplaintEvent } from '@app/complaints';
import type { AutomationCommand, AutomationEvent, CaseCommand, CaseEvent } from '@app/enforcement';
import type { Meta, Outcome, Precondition } from '@app/event-store';
import type { Query as Question } from '@app/kernel';
import type { FineCommand, FineEvent, IncidentCommand, IncidentEvent } from '@app/ledger';
import type { ListCommand, ListEvent } from '@app/lists';
import type { ReportCommand, ReportEvent } from '@app/reports';
import type {
  ListingCommand,
  ListingEvent,
  ReputationCommand,
  ReputationEvent,
  SweepCommand,
  SweepEvent,
} from '@app/reputation';
import type { SuppressionResult } from '../desk/effects/record-suppression';

// What the face asks of the desk, typed by its answer. A message carries a command of a context as it is: whose id is in
// `meta`, and on which revision (If-Match) the caller formed an opinion.

class Told<C, E> extends Command<Outcome<E>> {
  constructor(
    readonly command: C,
    readonly meta: Meta,
    readonly given?: Precondition,
  ) {
    super();
  }
}

export class TellReport extends Told<ReportCommand, ReportEvent> {}
export class TellComplaint extends Told<ComplaintCommand, ComplaintEvent> {}
/** What the platform says of a suppression: a complaint's, and the recipient's from then on. */
export class TellSuppression extends Told<SuppressionResult, ComplaintEvent> {}
export class TellAccount extends Told<AccountCommand, AccountEvent> {}
/** What the case has to know is looked up on the way. */
export class TellCase extends Told<CaseCommand, CaseEvent> {}
export class TellAutomation extends Told<AutomationCommand, AutomationEvent> {}
export class TellReputation extends Told<ReputationCommand, ReputationEvent> {}
export class TellListing extends Told<ListingCommand, ListingEvent> {}
export class TellSweep extends Told<SweepCommand, SweepEvent> {}
export class TellIncident extends Told<IncidentCommand, IncidentEvent> {}
export class TellList extends Told<ListCommand, ListEvent> {}
export class TellFines extends Told<FineCommand, FineEvent> {}

/** A question to the views. */
export class Ask<R> extends Query<R> {
  constructor(readonly question: Question<R>) {
    super();
  }
}
