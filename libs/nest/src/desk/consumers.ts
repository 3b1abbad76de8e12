import {
  breaker,
  caseClock,
  casework,
  examination,
  measures,
  mergedComplaints,
  notices,
  platformOrders,
  rateWatch,
  suppression,
  suppressionLimits,
} from '@app/processes';
import type { AnyProcess, AnyProjection } from '@app/runtime';
import {
  accountList,
  caseList,
  complaintList,
  complaintRateView,
  failedSuppressions,
  haltedAutomation,
  hashedAccounts,
  orderAlarms,
  ownDomains,
  reportQueues,
  sourceHealth,
  timeline,
} from '@app/views';

/** Everything that follows the log. */
export const processes = [
  breaker,
  caseClock,
  casework,
  examination,
  measures,
  mergedComplaints,
  notices,
  platformOrders,
  rateWatch(),
  suppression,
  suppressionLimits,
] as unknown as AnyProcess[];
export const views = [
  accountList,
  caseList,
  complaintList,
  complaintRateView,
  failedSuppressions,
  haltedAutomation,
  hashedAccounts,
  orderAlarms,
  ownDomains,
  reportQueues,
  sourceHealth,
  timeline,
] as unknown as AnyProjection[];
