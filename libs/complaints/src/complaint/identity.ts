import type { ReportId } from '@app/kernel';
import type { IdentityKind } from './shapes';

/** What is known of which delivered message a report is about. */
export interface IdentityEvidence {
  /** From a valid token of ours. */
  readonly tokenDelivery?: string;
  /** From the send log, found by Message-ID (and recipient, when known). */
  readonly loggedDelivery?: string;
  /** Keyed hash of (normalised Message-ID, recipient): present only when both are known. */
  readonly messageAndRecipient?: string;
  readonly reportId: ReportId;
  /** Which message of the report, when it is about several; counted from 0. */
  readonly part?: number;
}
export interface Identity {
  /** Name under which the edge makes the complaint's id (uuidv5). */
  readonly key: string;
  readonly by: IdentityKind;
}

/** Strongest first. A later report that knows less arrives at a weaker rung: hence all of them are given, the first is the
 *  complaint's own, the others become its aliases. A delivery id names the same delivery wherever it was read. */
export const identify = (evidence: IdentityEvidence): readonly [Identity, ...Identity[]] => {
  const { tokenDelivery, loggedDelivery, messageAndRecipient, reportId, part = 0 } = evidence;
  const rungs: Identity[] = [];
  if (tokenDelivery !== undefined) rungs.push({ key: `delivery:${tokenDelivery}`, by: 'token' });
  if (loggedDelivery !== undefined && loggedDelivery !== tokenDelivery)
    rungs.push({ key: `delivery:${loggedDelivery}`, by: 'send-log' });
  if (messageAndRecipient !== undefined) rungs.push({ key: `message:${messageAndRecipient}`, by: 'message' });
  // A report alone says nothing that another could share: an id by it is a last resort and never an alias.
  const [first, ...weaker] = rungs;
  return first ? [first, ...weaker] : [{ key: `report:${reportId}#${part}`, by: 'report' }];
};

const LADDER: readonly IdentityKind[] = ['token', 'send-log', 'message', 'report'];
/** Negative when `a` is the stronger identity. A token's and the send log's delivery ids are of one kind, hence equal. */
export const compareIdentity = (a: IdentityKind, b: IdentityKind): number => rank(a) - rank(b);
const rank = (kind: IdentityKind) => Math.max(1, LADDER.indexOf(kind));
