import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { busHandlers } from '../buses';
import { FaceModule, type FaceOptions } from '../face.module';
import { AccountsController } from '../controllers/accounts.controller';
import { AnswerController } from '../controllers/answer.controller';
import { AutomationController } from '../controllers/automation.controller';
import { BlocklistingsController } from '../controllers/blocklistings.controller';
import { BundleController } from '../controllers/bundle.controller';
import { CaseDecisionsController } from '../controllers/case-decisions.controller';
import { CasePapersController } from '../controllers/case-papers.controller';
import { CasesController } from '../controllers/cases.controller';
import { ComplaintsController } from '../controllers/complaints.controller';
import { ConsentsController } from '../controllers/consents.controller';
import { EvidenceController } from '../controllers/evidence.controller';
import { IncidentsController } from '../controllers/incidents.controller';
import { InvoicesController } from '../controllers/invoices.controller';
import { KeysController } from '../controllers/keys.controller';
import { LedgerController } from '../controllers/ledger.controller';
import { ListsController } from '../controllers/lists.controller';
import { OffendersController } from '../controllers/offenders.controller';
import { PlatformOrdersController } from '../controllers/platform-orders.controller';
import { PoliciesController } from '../controllers/policies.controller';
import { ProcessingRecordController } from '../controllers/processing-record.controller';
import { QueuesController } from '../controllers/queues.controller';
import { ReportsController } from '../controllers/reports.controller';
import { SearchController } from '../controllers/search.controller';
import { SnsController } from '../controllers/sns.controller';
import { SourcesController } from '../controllers/sources.controller';
import { SweepsController } from '../controllers/sweeps.controller';
import { TrafficController } from '../controllers/traffic.controller';
import type { Desk } from './desk';
import { DESK } from './tokens';

/** The desk behind the API: the composition opens it, the controllers ask it. */
@Module({})
export class DeskModule {
  static of(desk: Desk, face: FaceOptions): DynamicModule {
    return {
      module: DeskModule,
      global: true,
      imports: [CqrsModule.forRoot(), FaceModule.forRoot(face)],
      controllers: [
        AccountsController,
        AnswerController,
        AutomationController,
        BlocklistingsController,
        BundleController,
        CaseDecisionsController,
        CasePapersController,
        CasesController,
        ComplaintsController,
        ConsentsController,
        EvidenceController,
        IncidentsController,
        InvoicesController,
        KeysController,
        LedgerController,
        ListsController,
        OffendersController,
        PlatformOrdersController,
        PoliciesController,
        ProcessingRecordController,
        QueuesController,
        ReportsController,
        SearchController,
        SnsController,
        SourcesController,
        SweepsController,
        TrafficController,
      ],
      providers: [{ provide: DESK, useValue: desk }, ...busHandlers],
      exports: [DESK],
    };
  }
}
