/** One entry of a timeline, as `GET /v1/accounts/{id}/timeline` gives it. */
export interface Entry {
  readonly at: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly data: Data;
  /** `rule warn: complaint`, `a person, by key 1f2e`, or the command that it came of. */
  readonly cause: string;
}

type Data = Readonly<Record<string, unknown>>;
type Words = (data: Data, until: string) => string;

const said = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? `${value}` : '';
const within = (data: Data, name: string) => (data[name] ?? {}) as Data;

const TRUST: Readonly<Record<string, string>> = {
  A: 'signed by',
  B: 'allowed by SPF by',
  C: 'signed, though not by a source we know',
  D: 'nobody vouches for it',
  X: 'FORGED: it is not signed by whom it claims to be from',
};

const DEADLINES: Readonly<Record<string, Words>> = {
  'digest-due': (_, until) => `for ${until} more of the same is gathered into one notice`,
  'stop-due': (_, until) => `the order is on its way: ${until} from here`,
  'stop-proof-due': (_, until) => `what the platform saw may be on its way to us for another ${until}`,
  'lapse-due': (_, until) => `staff may object for ${until}`,
  'decide-due': (_, until) => `people have ${until} to decide`,
};
const REACHED: Readonly<Record<string, string>> = {
  'answer-due': 'the time to answer is over',
  'stop-due': 'the time to stop is over',
  'stop-proof-due': 'whatever the platform saw is here by now',
  'lapse-due': 'nobody objected',
  'decide-due': 'nobody decided in time',
};
/** `lapse-due:gadgets.1.m1` is the deadline `lapse-due` of one measure. */
const nameOf = (data: Data): string => said(data['name']).split(':')[0] ?? '';

const WORDS: Readonly<Record<string, Words>> = {
  ComplaintFiled: (d) => {
    const [report, trace] = [within(d, 'report'), within(d, 'trace')];
    const trust = `${TRUST[said(report['trust'])] ?? ''} ${said(report['source'])}`.trim();
    return `complaint about "${said(d['campaignId'])}": trust ${said(report['trust'])} (${trust}), traced by ${said(trace['strategy'])}`;
  },
  ReportCorroborated: () => 'another report of the same message: still one complaint',
  SuppressionAccepted: () =>
    'the platform accepted to take the recipient off the lists, and has yet to say that it did',
  SuppressionOverdue: (d) =>
    d['confirmBy'] === null
      ? 'the platform never said that the recipient is off the lists: a person looks'
      : 'the platform did not say that the recipient is off the lists: it is told again',
  RecipientSuppressed: () => 'the platform took the recipient off the lists',
  CaseOpened: (d) => `case opened under the policy ${said(within(d, 'policy')['id'])}`,
  DemandPlanned: () => 'an answer will be demanded',
  AnswerDemanded: (_, until) => `the customer has ${until} to answer`,
  DemandCancelled: () => 'an answer is no longer waited for',
  NoticeOrdered: (d) => `notice to the customer: ${said(d['kind'])}`,
  NoticeAccepted: () => 'the notice is on its way',
  DeadlineSet: (d, until) => DEADLINES[nameOf(d)]?.(d, until) ?? `deadline ${nameOf(d)} in ${until}`,
  DeadlineReached: (d) => REACHED[nameOf(d)] ?? `deadline ${nameOf(d)} is over`,
  DemandUnanswered: () => 'no answer came in time',
  AnswerReceived: () => 'the customer answered on the page',
  AnswerAccepted: () => 'answer accepted: only mail sent from now on counts',
  MeasureProposed: (d) =>
    `proposed: ${said(d['measure'])}${d['fourEyes'] === true ? ' (needs two people)' : ''}`,
  MeasureSeconded: () => 'one person agrees; a second one is needed',
  MeasureTaken: (d) => `decided: ${said(d['measure'])}`,
  UnwantedMailConfirmed: () => 'confirmed: the mail was unwanted',
  StopOrdered: (_, until) => `stop order: bulk mail must end within ${until}`,
  StopObeyed: () => 'stop order obeyed: the platform saw nothing after the deadline',
  StopBreached: () => 'mail was handed in after the deadline: stop order BREACHED',
  DamageClaimOpened: () => 'no refund, and a claim for damages is opened',
  AccountWarned: () => 'account WARNED',
  AccountHeld: () => 'account HELD',
  AccountSuspended: () => 'account SUSPENDED',
  AccountClosed: () => 'account CLOSED',
  OrderRequested: (d) => `order to the platform: ${said(d['order'])}`,
  OrderAccepted: (d) => `the platform took the order: ${said(d['order'])}`,
  OrderConfirmed: (d) => `the platform did it: ${said(d['order'])}`,
  InjectionsObserved: () => 'the platform reports mail that was handed in',
  TaskRaised: (d) => `task for ${said(d['for']) || 'staff'}: ${said(d['task'])}`,
  CaseResolved: () => 'case resolved',
  DeliveryVolumesReported: () => 'the platform reports how much was delivered',
  RateBreached: (d) =>
    `complaint rate of ${said(d['window'])}: ${said(d['complaints'])}/${said(d['delivered'])}, above 0.1 %`,
};

/** Told by the entry before or after it. */
const UNTOLD: ReadonlySet<string> = new Set([
  'AccountRegistered',
  'AccountToldToStop',
  'BaselineMoved',
  'ComplaintJoined',
  'DeadlineCleared',
  'RateNoted',
  'RecoveryNoted',
  'SignalReturned',
  'StopDeadlineSet',
  'TaskDone',
]);
const UNTOLD_DEADLINES: ReadonlySet<string> = new Set(['answer-due', 'assessment-due']);
const isTold = ({ type, data }: Entry): boolean =>
  !UNTOLD.has(type) &&
  !(type === 'DeadlineSet' && UNTOLD_DEADLINES.has(nameOf(data))) &&
  !(type === 'DeadlineSet' && nameOf(data) === 'stop-due' && data['because'] === 'begun') &&
  !(type === 'DeadlineReached' && nameOf(data) === 'digest-due');

/** What happened and why, in a line; undefined for what another entry tells. An event without words is told by its name. */
export const inWords = (entry: Entry): string | undefined => {
  if (!isTold(entry)) return undefined;
  const { type, data, at } = entry;
  const seconds = Math.round((Date.parse(said(data['dueAt'])) - Date.parse(at)) / 1_000);
  const words = WORDS[type]?.(data, `${Math.max(1, seconds)} s`) ?? spaced(type);
  const why = whyOf(entry);
  return why === undefined ? words : `${words}  [${why}]`;
};

/** The rule with the sentences of the policy it fulfils, or a person; undefined where it follows from the entry before. */
const whyOf = ({ cause, data }: Entry): string | undefined => {
  if (cause.startsWith('a person')) return 'a person';
  const cites = within(data, 'why')['cites'];
  return cause.startsWith('rule ') && Array.isArray(cites)
    ? [cause, ...cites.map(said)].join(', ')
    : undefined;
};

const spaced = (type: string): string => type.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
