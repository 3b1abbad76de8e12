/** One entry of a timeline, as the API gives it. */
export interface Entry {
  readonly at: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly because: string;
}

type Words = (data: Readonly<Record<string, unknown>>) => string;
const said = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? `${value}` : '';
const clock = (value: unknown): string => said(value).slice(11, 19);
const inner = (data: Readonly<Record<string, unknown>>, name: string) =>
  (data[name] ?? {}) as Readonly<Record<string, unknown>>;

const WORDS: Readonly<Record<string, Words>> = {
  ComplaintFiled: (d) => {
    const [report, trace] = [inner(d, 'report'), inner(d, 'trace')];
    const source = said(report['source']) || 'no registered source';
    return `complaint of trust ${said(report['trust'])} (${source}), traced by ${said(trace['strategy']) || 'nothing'}`;
  },
  ReportCorroborated: () => 'another report of the same message: still one complaint',
  RecipientSuppressed: () => 'the platform took the recipient off the lists',
  CaseOpened: (d) => `case opened under policy ${said(inner(d, 'policy')['id'])}`,
  ComplaintJoined: (d) => `the complaint joins the case as ${said(d['as'])}`,
  DemandPlanned: () => 'an answer will be demanded, once what comes in together is gathered',
  AnswerDemanded: (d) => `the customer has until ${clock(d['dueAt'])} to answer`,
  NoticeOrdered: (d) => `notice written: ${said(d['kind'])}`,
  NoticeAccepted: () => 'notice on its way',
  DeadlineSet: (d) => `deadline ${said(d['name'])} at ${clock(d['dueAt'])}`,
  DeadlineReached: (d) => `deadline ${said(d['name'])} is over`,
  DemandUnanswered: () => 'no answer came in time',
  AnswerReceived: () => 'the customer answered on the page',
  AnswerAccepted: () => 'staff accept the answer: only mail sent from now on counts',
  MeasureProposed: (d) =>
    `proposed: ${said(d['measure'])}${d['fourEyes'] === true ? ' (needs two people)' : ''}`,
  MeasureSeconded: () => 'one person agrees; a second one is needed',
  MeasureTaken: (d) => `decided${d['automated'] === true ? ' by rule' : ''}: ${said(d['measure'])}`,
  StopOrdered: (d) => `stop order: bulk mail must end by ${clock(d['dueAt'])}`,
  StopObeyed: () => 'the platform’s word: nothing went out after the deadline',
  StopBreached: () => 'mail went out after the deadline: breach',
  DamageClaimOpened: () => 'no refund, and a claim for damages is opened',
  OrderRequested: (d) => `order to the platform: ${said(d['order'])}`,
  OrderAccepted: (d) => `the platform took the order: ${said(d['order'])}`,
  OrderConfirmed: (d) => `the platform did it: ${said(d['order'])}`,
  TaskRaised: (d) => `task for staff: ${said(d['task'])}`,
  CaseResolved: () => 'case resolved',
  RateBreached: (d) =>
    `complaint rate of ${said(d['window'])}: ${said(d['complaints'])} of ${said(d['delivered'])}, above the threshold`,
};

/** What happened, in a line. An event that has no words of its own is told by its name. */
export const inWords = ({ type, data }: Entry): string =>
  WORDS[type]?.(data) ?? type.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
