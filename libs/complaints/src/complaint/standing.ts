import type { AccountId, RecipientKey } from '@app/kernel';
import {
  isVouched,
  type ComplaintStatus,
  type Lack,
  type ReportRef,
  type Step,
  type Trace,
  type Verdict,
} from './shapes';
import { isWithdrawn } from './withdrawal';

type JudgedBy =
  | 'channel'
  | 'trust'
  | 'source'
  | 'receivedAt'
  | 'feedbackType'
  | 'corroboration'
  | 'archive'
  | 'tooOld'
  | 'recipientKey'
  | 'discreet'
  | 'capped';

/** All that decides what a complaint may set in motion. */
export interface Facts {
  readonly accountId: AccountId | null;
  readonly outcome: Trace['outcome'];
  readonly confidence: number;
  readonly deliveryId: string | null;
  readonly recipientKey: RecipientKey | null;
  readonly reports: readonly Pick<ReportRef, JudgedBy>[];
  readonly verdict: Verdict | null;
}
export interface Standing {
  readonly state: Exclude<ComplaintStatus, 'merged'>;
  readonly may: readonly Step[];
  readonly lacks: readonly Lack[];
}

/** Tracing below this suffices for a person to look at, not for automation (domain rules, "Qualified complaint"). */
export const REQUIRED_CONFIDENCE = 0.9;
/** Reported by so many different recipients, one delivery was not forwarded but replayed (domain rules, attacks). */
export const REPLAY_RECIPIENTS = 3;

const COMPLAINTS = ['abuse', 'fraud', 'virus'];
const WANTS_NO_MORE = [...COMPLAINTS, 'opt-out', 'other'];
const SUPPRESSIONS: readonly Step[] = ['suppress', 'suppress-everywhere'];
const ORDER: readonly Step[] = [...SUPPRESSIONS, 'count', 'forward', 'propose', 'enforce', 'close'];

/** The table "Trust and safety" of the design, for one complaint. Each report is judged alone and the complaint may do
 *  what any of them allows: a genuine report without proof and a forged one that carries a copied token must not add up
 *  to what neither could do. What needs a second complainant, or a rate, the case decides. */
export const mayMove = (facts: Facts): Standing => {
  const judged = facts.reports.map((report) => judge(report, facts));
  const best = judged.reduce((a, b) => (b.may.length > a.may.length ? b : a));
  const steps = new Set(judged.flatMap(({ may }) => may));
  const lacks = new Set(best.lacks);

  if (facts.verdict === 'qualified') for (const step of lifted(facts)) steps.add(step);
  else if (facts.verdict !== null) {
    const may = facts.verdict === 'opt-out-only' && suppressible(facts) ? [suppression(facts)] : [];
    return { state: 'disqualified', may, lacks: ['verdict'] };
  } else if (replayed(facts)) {
    for (const step of ORDER) if (!SUPPRESSIONS.includes(step)) steps.delete(step);
    lacks.add('replay-suspected');
  }

  const may = ORDER.filter((step) => steps.has(step));
  const state =
    facts.outcome !== 'traced' ? facts.outcome : steps.has('forward') ? 'qualified' : ('traced' as const);
  return { state, may, lacks: [...lacks] };
};

/** Whether this report alone may set a measure by rule in motion: a strong one about advertising lends no weight to a weak
 *  one that says phishing. A person's word counts for all of them but the archived. */
export const isVouchedFor = (report: Facts['reports'][number], facts: Facts): boolean =>
  (facts.verdict === 'qualified' && !report.archive) || judge(report, facts).may.includes('enforce');

const judge = (report: Facts['reports'][number], facts: Facts): { may: Step[]; lacks: Lack[] } => {
  const vouched = isVouched(report);
  const lacks: Lack[] = [];
  if (facts.outcome === 'untraced' || facts.outcome === 'conflict') lacks.push(facts.outcome);
  else if (facts.confidence < REQUIRED_CONFIDENCE) lacks.push('low-confidence');
  if (report.corroboration.length === 0) lacks.push('not-corroborated');
  if (!vouched && report.trust !== 'C') lacks.push('trust');
  if (!COMPLAINTS.includes(report.feedbackType)) lacks.push('feedback-type');
  if (report.tooOld) lacks.push('too-old');
  if (report.archive) lacks.push('archive');
  if (report.capped) lacks.push('complainant-cap');
  if (isWithdrawn(report, facts.reports)) lacks.push('withdrawn');

  const may: Step[] = [];
  const proven = vouched || report.corroboration.includes('token'); // the token shows possession of that one message
  if (
    suppressible(facts) &&
    proven &&
    report.archive !== 'silent' &&
    WANTS_NO_MORE.includes(report.feedbackType)
  )
    may.push(suppression(facts));
  if (lacks.length > 0) return { may, lacks };
  may.push('forward', 'propose');
  if (!vouched) return { may, lacks: ['trust'] }; // C: whatever is more than forwarding is proposed
  may.push('enforce', 'close');
  // Direct mail, regulators, blocklists and traps never enter the rate: nobody counts how often those could have spoken.
  if (report.channel !== 'feedback-loop') return { may, lacks: ['channel'] };
  return { may: [...may, 'count'], lacks };
};

/** What a person's word lifts: everything but closure by rule, and never what was imported as an archive. */
const lifted = (facts: Facts): Step[] => {
  const live = facts.reports.filter((r) => !r.archive);
  if (facts.outcome !== 'traced' || live.length === 0) return [];
  return [
    ...(suppressible(facts) ? [suppression(facts)] : []),
    ...(live.some((r) => r.channel === 'feedback-loop') ? (['count'] as const) : []),
    'forward',
    'propose',
    'enforce',
  ];
};

const suppressible = (facts: Facts) =>
  facts.accountId !== null && (facts.deliveryId !== null || facts.recipientKey !== null);

/** A contact marked "complained" tells a spammer which address to wash. One report that asks for silence binds all. */
const suppression = (facts: Facts): Step =>
  facts.reports.some((r) => r.channel === 'trap' || r.discreet) ? 'suppress-everywhere' : 'suppress';

/** As far as somebody vouches for who reported it: a customer who could make a replay up, with a few mails of their own,
 *  would be out of the count for the price of those. */
const replayed = ({ recipientKey, reports }: Facts) =>
  new Set([recipientKey, ...reports.filter(isVouched).map((r) => r.recipientKey)].filter(Boolean)).size >=
  REPLAY_RECIPIENTS;
