import { spanInWords, type Duration } from '@app/kernel';
import type { Condition, Fields } from './condition';
import type { LiabilityRule } from './liability';
import type { Occasion, Policy, PolicyMeasure } from './schema';

/** A policy as staff read it, in Markdown: what happens, what has to hold, and what follows. */
export const policyTable = (policy: Policy): string =>
  [
    `## ${policy.title}`,
    '',
    `From ${policy.source}. ${definition(policy)}${rate(policy)}${appeal(policy)}${liability(policy)}${lists(policy)}`,
    '',
    '| when | if | then | sentences |',
    '| --- | --- | --- | --- |',
    ...policy.rules.map(({ on, when, then, cites }) =>
      row(on.map((one) => OCCASIONS[one]).join(', or '), conditionInWords(when), then.map(measureInWords).join('; '), cites.join(', ')),
    ),
    '',
    '| setting | as shipped | what it means | sentences |',
    '| --- | --- | --- | --- |',
    ...Object.entries(policy.settings).map(([name, { value, says, cites }]) =>
      row(`\`${name}\``, listed(value), says, cites.join(', ')),
    ),
    '',
  ].join('\n'); // prettier-ignore

const row = (...cells: string[]): string =>
  `| ${cells.map((cell) => cell.trim().replaceAll('|', '\\|').replace(/\s+/g, ' ') || '–').join(' | ')} |`;

const definition = ({ spamDefinition }: Policy): string =>
  spamDefinition === undefined
    ? ''
    : `Spam is what ${spamDefinition.bulk ? 'goes to many' : 'goes to anybody, one mail too,'} without permission` +
      `${spamDefinition.topic ? ' on its topic' : ''}${spamDefinition.organisations ? ', organisations included' : ''}. `;

const rate = ({ rate: { threshold, floors, most } }: Policy): string =>
  `A complaint rate is breached ${threshold.comparator === '>' ? 'above' : 'at'} ${threshold.ppm / 10_000} %, from ${floors.breachComplaints} complaints on` +
  `; it is actionable beyond chance from ${floors.actionableComplaints} complaints and ${floors.actionableDelivered} deliveries on.` +
  `${most === undefined ? '' : ` More than ${most} complaints in 30 days are too many, whatever the rate.`}`;

const appeal = ({ appeal: { within, decideWithin } }: Policy): string =>
  ` Whom a measure holds back may object for ${spanInWords(within, 'en')}; another person than who took it decides within ${spanInWords(decideWithin, 'en')}.`;

const liability = ({ liability: rule }: Policy): string =>
  rule === undefined
    ? ''
    : ` What it costs when mail goes wrong is counted in ${rule.currency}, an hour of administration at ${(rule.hour / 100).toFixed(2)}. ${CHARGED[rule.charged]}` +
      ` A regulator’s fine is its addressee’s own, and never invoiced (${rule.cites.join(', ')}).`;

const lists = ({ lists: rule }: Policy): string =>
  rule === undefined
    ? ''
    : ` Nobody sends to a list before a person approved it, when ${rule.newContacts} contacts or more are new within ${spanInWords(rule.within, 'en')}, or ` +
      `more than ${rule.growthPpm / 10_000} % of ${rule.growthFrom > 1 ? `at least ${rule.growthFrom}` : 'those'} that it had, or when they are from where no permission ` +
      `comes with them (${rule.cites.join(', ')}).`;

const CHARGED: Readonly<Record<LiabilityRule['charged'], string>> = {
  'customer-liable':
    'The costs of an incident are borne by complaints about addresses that were no confirmed opt-in of ours, or one we validated.',
  traced: 'The costs of an incident are borne by all complaints that are traced.',
  none: 'The costs of an incident are borne by us, and those of a closed account by that account.',
};

const OCCASIONS: Readonly<Record<Occasion, string>> = {
  complaint: 'a complaint joins the case, or more is known of one',
  'rate-breached': 'the complaint rate is breached',
  'count-breached': 'there are too many complaints',
  blocklisted: 'an address or domain of the account stands on a blocklist',
  'unwanted-confirmed': 'a person confirms unwanted mail',
  'compromise-confirmed': 'a person confirms that the account is in other hands',
  'content-flagged': 'a person finds what the policy forbids in the mail',
  'answer-overdue': 'the customer did not answer in time',
  'answer-rejected': 'a person rejects the answer, and no further one is allowed',
  'stop-obeyed': 'the customer stopped in time',
  'stop-breached': 'the customer went on sending',
  unreachable: 'no contact of the customer takes mail',
};

const conditionInWords = (condition: Condition): string => {
  const { any, not, ...fields } = condition;
  const parts = (Object.keys(fields) as (keyof Fields)[])
    .filter((name) => fields[name] !== undefined)
    .map((name) => (FIELDS[name] as (value: unknown) => string)(fields[name]));
  if (not) parts.push(`not: ${conditionInWords(not)}`);
  if (any) parts.push(any.map((one) => `(${conditionInWords(one)})`).join(' or '));
  return parts.join(', ');
};

const FIELDS: { readonly [K in keyof Fields]-?: (value: NonNullable<Fields[K]>) => string } = {
  channel: (some) => `it came by ${or(some)}`,
  trust: (some) => `its trust level is ${or(some)}`,
  feedbackType: (some) => `it reports ${or(some)}`,
  may: (step) => `it may ${step}`,
  corroborated: (is) => (is ? 'it is corroborated' : 'it is not corroborated'),
  confidence: ({ atLeast }) => `it is traced with a confidence of ${atLeast} or more`,
  violation: (some) => `the mail is ${or(some)}`,
  category: (some) => `it is ${or(some)}`,
  list: (some) => `the list is ${or(some)}`,
  sentAfterWarning: (grace) => `the mail was sent later than ${span(grace)} after the warning`,
  receivedAfterWarning: (is) => `it came ${is ? 'after' : 'before'} the warning`,
  stage: (some) => `the case is ${or(some)}`,
  standing: (some) => `the account is ${or(some)}`,
  warned: (is) => (is ? 'a warning counts' : 'no warning counts'),
  warningDelivered: (is) => (is ? 'which arrived' : 'which did not arrive'),
  newSinceWarning: ({ atLeast, grace }) =>
    `${atLeast} or more complaints are about mail sent later than ${span(grace)} after the warning`,
  complaints: ({ atLeast }) => `the case has ${atLeast} or more complaints`,
  independentComplainants: ({ atLeast }) => `${atLeast} or more different people complained`,
  campaignComplaints: ({ atLeast }) => `${atLeast} or more complaints are about the campaign`,
  campaignComplainants: ({ atLeast }) => `${atLeast} or more different people complained about the campaign`,
  campaignRecipients: ({ atLeast }) => `the campaign went to ${atLeast} or more, or to nobody knows how many`,
  window: (some) => `over ${or(some)}`,
  grade: (some) => `it is ${or(some)}`,
  rate: ({ window, grade }) => `the rate over ${window} is ${or(grade)}`,
  legalForm: (some) => `the customer is a ${or(some)}`,
  protected: (is) => (is ? 'the account is protected' : 'the account is not protected'),
  given: (settings) =>
    Object.entries(settings)
      .map(([name, values]) => `\`${name}\` is ${or(values)}`)
      .join(', '),
};

const MEASURES: Readonly<Record<PolicyMeasure['measure'], string>> = {
  forward: 'pass it on to the customer',
  warn: 'warn the customer',
  demand: 'ask the customer for an answer',
  stop: 'order the customer to stop',
  review: 'somebody looks at the complaints of the campaign',
  'under-review': 'put the account under review',
  hold: 'hold its bulk mail',
  suspend: 'suspend it',
  purge: 'throw away what waits to be sent',
  'revoke-credentials': 'revoke its credentials',
  close: 'close the account',
};

const measureInWords = (measure: PolicyMeasure): string => {
  const more = [
    'within' in measure ? `within ${span(measure.within)}` : '',
    'groupWithin' in measure ? `together with what comes in ${span(measure.groupWithin)}` : '',
    'scope' in measure && measure.scope === 'everything' ? 'all mail, not only bulk' : '',
    'next' in measure ? `the next new complaint leads to ${measure.next}` : '',
    'expires' in measure && measure.expires !== 'never' ? `for ${span(measure.expires)}` : '',
    'lapsesAfter' in measure && measure.lapsesAfter !== undefined && measure.mode === 'propose'
      ? `unless somebody objects in ${span(measure.lapsesAfter)}`
      : '',
    'refund' in measure && measure.refund === false ? 'no refund' : '',
    'claimDamages' in measure && measure.claimDamages ? 'damages are claimed' : '',
    'fourEyes' in measure && measure.fourEyes ? 'by two persons' : '',
  ].filter((one) => one !== '');
  const how = measure.mode === 'auto' ? '' : measure.mode === 'off' ? ' (off)' : ' (proposed)';
  return `${MEASURES[measure.measure]}${how}${more.length > 0 ? `: ${more.join(', ')}` : ''}`;
};

const span = (value: number): string => spanInWords(value as Duration, 'en');
const or = (values: readonly unknown[]): string => values.map(String).join(' or ');
const listed = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : String(value));
