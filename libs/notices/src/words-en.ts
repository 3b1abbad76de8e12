import { statementWords } from './statement-words';
import type { Words } from './words';

const shared = statementWords.en;

export const english: Words = {
  subject: {
    warning: (id) => `Warning: complaints about your mail [case ${id}]`,
    forward: (id) => `Complaints about your mail [case ${id}]`,
    demand: (id) => `Your answer is needed: complaints about your mail [case ${id}]`,
    reminder: (id) => `Reminder: your answer is needed [case ${id}]`,
    rejection: (id) => `Your answer was not accepted [case ${id}]`,
    hold: (id) => `Your sending is on hold [case ${id}]`,
    'stop-order': (id) => `Stop sending [case ${id}]`,
    suspension: (id) => `Your account is suspended [case ${id}]`,
    closure: (id) => `Your account is closed [case ${id}]`,
    reinstatement: (id) => `You can send again [case ${id}]`,
    'appeal-decision': (id) => `Our decision on your objection [case ${id}]`,
    'evidence-request': (id) => `Please show the permission of your recipients [case ${id}]`,
    acknowledgement: (id) => `We have received your answer [case ${id}]`,
  },
  dear: (brand) => `Dear customer of ${brand},`,
  regards: (brand) => `The abuse desk of ${brand}`,
  case: 'Case',
  policy: 'The policy',

  campaigns: {
    heading: 'What was complained about',
    one: ({ campaign, complaints, first, last, providers }) =>
      `${campaign ? `Campaign ${campaign}` : 'Mail without a campaign'}: ${complaints} ${
        complaints === 1 ? 'complaint' : 'complaints'
      }, received ${first === last ? `on ${first}` : `from ${first} to ${last}`}. Passed on by: ${providers}.`,
    unnamed: 'not named',
    more: (campaigns) => `… and ${campaigns} more campaigns.`,
    unknownComplainants:
      'We tell you which campaign, when and through whom. Who complained stays unknown; please do not try to find out.',
  },

  answer: {
    link: 'Answer on this page',
    onlyThere:
      'Opening the page changes nothing; what you send there counts. You can also reply to this mail, from the address it came to: that counts too if your domain vouches for it (DMARC). If it does not, a person reads your reply, but it does not stop the time. Automatic replies are not read.',
    needs: 'We need both: your feedback (what happened) and your solution (what you will do about it).',
    asked: {
      feedback: 'your feedback: what happened',
      solution: 'your solution: what you will do about it',
      prevention: 'prevention: how you will keep it from happening again',
    },
    missing: 'Still missing:',
    deadline: (moment) => `Your answer must be here by ${moment}.`,
    span: (span, moment) => `You have ${span}: your answer must be here by ${moment}.`,
  },

  warning: (next) => [
    'Recipients have complained about mail that was sent with your account. This is a warning.',
    next === 'closure'
      ? 'If a new complaint follows about mail sent after this warning, we will close your account without further discussion.'
      : 'If a new complaint follows about mail sent after this warning, we will suspend your account.',
  ],
  forward: [
    'Recipients have complained about mail that was sent with your account. We pass every complaint on to you, so that you can find the cause.',
    'This mail starts no time.',
  ],
  demand: [
    'Recipients have complained about mail that was sent with your account. You are responsible for all mail sent with it.',
    'We ask you for your feedback and a suitable solution.',
  ],
  demandOr: 'Without both by then, we may suspend your account until the problem is solved.',
  reminder: 'We asked you for an answer to complaints about your mail, and it is not complete yet.',
  rejection: {
    lead: 'A person has read your answer and does not accept it as a solution.',
    again: 'You have time for another answer.',
    suspended:
      'Your account stays suspended. No time runs: answer again as soon as the problem is fully solved.',
  },
  reason: 'The reason',
  hold: [
    'We are holding the mail you send. What you hand in is kept and not delivered until a person has decided.',
  ],
  stopOrder: {
    lead: 'It was confirmed that mail sent with your account was unwanted. You must stop sending it.',
    deadline: (moment) => `Sending must have stopped by ${moment}.`,
    span: (span, moment) => `You have ${span}: sending must have stopped by ${moment}.`,
    delivery: {
      hold: 'We have already stopped delivering. The time is for you to cancel what is scheduled.',
      soft: 'What you have already handed in is delivered until then. Nothing new may be sent after it.',
    },
    todo: ['Cancel every scheduled and repeating campaign.', 'Switch off programs that send by themselves.'],
    breach:
      'If mail is sent or still scheduled after that time, we will delete what is queued, revoke your access and decide about closing your account.',
  },
  suspension: [
    'Your account is suspended: you cannot send with it until we are convinced that the problem is fully solved and will not come back.',
  ],
  remediation: 'Tell us on the page what happened, how you have solved it and how you will prevent it.',
  closure: ['Your account is closed. You can no longer send with it.'],
  refund: { yes: 'What you paid in advance is refunded.', no: 'Fees are not refunded.' },
  damageClaim: 'Damage we suffer by this will be recovered from you.',
  reinstatement: (moment) => [
    'You can send with your account again.',
    `From now on only complaints about mail sent after ${moment} count.`,
  ],
  annulled: 'The measure should not have been taken. It does not count for later decisions.',
  appealRejected: [
    'Another person than the one who took the measure has read your objection. The measure stays in force.',
  ],
  appealFurther: 'You can go to court, or to a body for out-of-court settlement of disputes.',
  objection: 'If you disagree, object here',
  evidence: [
    'Please show that the recipients named below gave their permission before you mailed them.',
    'You find them by the ids of your own platform; we do not give you addresses.',
  ],
  contacts: 'Recipients, by their id',
  questions: 'Questions',
  acknowledgement: (moment) => `We received your answer on ${moment}.`,
  complete: 'It is complete. A person will read it; until then nothing happens to your account.',

  statement: {
    ...shared,
    grounds: { ...shared.grounds, other: 'as explained below' },
    redresses: {
      hold: 'Object on the page: a person reads it and decides, free of charge. You can also go to court.',
      suspension:
        'Object on the page: a person reads it and decides, free of charge. You can also go to court.',
      closure: 'Object on the page: a person reads it and decides, free of charge. You can also go to court.',
    },
  },
};
