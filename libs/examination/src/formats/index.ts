import { arf } from './arf';
import { dmarcAggregate, failureReport, tlsReport } from './authentication-reports';
import { forwarded, freeText } from './forwarded';
import { jmrp } from './jmrp';
import { kumomta } from './kumomta';
import { appleUnsubscribe, autoReply, bounce } from './not-complaints';
import { notice } from './notices';
import type { FormatReader } from './reader';
import { ses } from './ses';
import { spamcop } from './spamcop';
import { spamklacht } from './spamklacht';
import { xArf } from './x-arf';
import { xarf } from './xarf';

/** Asked in this order: what is told by its structure before what is told by its words, and last what takes anything.
 *  XARF stands before ARF, since it comes in a feedback report of the type `xarf`; Apple's unsubscribe before
 *  auto-replies, since it says that it is one. */
export const READERS: readonly FormatReader[] = [
  xarf,
  arf,
  jmrp,
  ses,
  kumomta,
  appleUnsubscribe,
  dmarcAggregate,
  tlsReport,
  failureReport,
  bounce,
  autoReply,
  spamcop,
  xArf,
  spamklacht,
  notice,
  forwarded,
  freeText,
];
