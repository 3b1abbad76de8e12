import type {
  Channel,
  Day,
  DecidedBy,
  Erased,
  FeedbackType,
  Instant,
  ReportId,
  Sealed,
  TrustLevel,
} from '@app/kernel';
import type {
  Alarm,
  AuthenticationSummary,
  Disposition,
  IncidentType,
  Intake,
  ReportedFields,
  ReportEnvelope,
  ReportKind,
  SearchIndex,
} from './shapes';

export type ReportCommand =
  /** Its bytes are durable. The id is a keyed hash of them, so that the same report delivered again is no news. */
  | {
      type: 'ReceiveReport';
      reportId: ReportId;
      at: Instant;
      intake: Intake;
      size: number;
      raw: { segment: Day; keyId: string };
      envelope: Sealed<ReportEnvelope> | Erased;
      archive: boolean;
      suppress?: boolean;
    }
  | {
      type: 'RecordExamination';
      reportId: ReportId;
      at: Instant;
      kind: ReportKind;
      incidentType: IncidentType | null;
      subject?: string;
      format: string;
      feedbackType: FeedbackType | null;
      disposition: Disposition;
      complaints: number;
      channel: Channel;
      source: string | null;
      trust: TrustLevel;
      why: string;
      authentication: AuthenticationSummary;
      problems: string[];
      alarms: Alarm[];
      fields: Sealed<ReportedFields> | Erased;
      search?: SearchIndex;
    }
  /** The examination of this attempt, counted from 1, came to no verdict. The next one is due at `until`, or when the
   *  report itself says: soon, and at last 24 hours after it came in. */
  | {
      type: 'DeferExamination';
      reportId: ReportId;
      at: Instant;
      attempt: number;
      until?: Instant;
      because: string;
    }
  /** Of a report that waits for a person. The reason is theirs, for their colleagues. */
  | {
      type: 'HandleReport';
      reportId: ReportId;
      at: Instant;
      by: DecidedBy;
      reason: string;
    };
