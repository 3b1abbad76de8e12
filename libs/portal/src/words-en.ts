import { statementWords } from '@app/notices';
import type { Words } from './words';

const shared = statementWords.en;

export const english: Words = {
  language: 'English',
  skip: 'Skip to the content',
  languages: 'Language',
  desk: (brand) => `${brand}, abuse desk`,
  case: (caseId) => `Case ${caseId}`,

  title: {
    told: 'Complaints about your mail',
    asked: 'Your answer to complaints about your mail',
    'answer-rejected': 'Your answer was not accepted',
    'being-assessed': 'Your answer is being read',
    held: 'Your sending is on hold',
    suspended: 'Your account is suspended',
    resolved: 'This case is resolved',
    closed: 'This case is closed',
  },
  intro: {
    told: ['Recipients have complained about mail that was sent with your account.'],
    asked: [
      'Recipients have complained about mail that was sent with your account. We ask you for your feedback and a suitable solution.',
      'Without both before the time below has passed, we may suspend your account until the problem is solved.',
    ],
    'answer-rejected': [
      'A person has read your answer and does not accept it as a solution. You have time for another one.',
    ],
    'being-assessed': ['A person is reading your answer. Until then nothing happens to your account.'],
    held: ['What you hand in is kept and not delivered until a person has decided.'],
    suspended: [
      'You cannot send until we are convinced that the problem is fully solved and will not come back.',
    ],
    resolved: ['There is nothing more for you to do.'],
    closed: ['There is nothing more for you to do on this page.'],
  },
  rejection: 'The reason',
  deadline: (moment) => `Your answer must be here by ${moment}.`,
  stopBy: (moment) => `Sending must have stopped by ${moment}.`,
  remaining: (span, now) => `That leaves ${span}, counted when this page was made: ${now}.`,
  passed: (now) => `That time had passed when this page was made: ${now}. You can still answer.`,

  happened: 'What happened',
  campaign: (id) => `Campaign ${id}`,
  noCampaign: 'Mail without a campaign',
  complaints: 'Complaints',
  received: 'Received',
  fromTo: (first, last) => `from ${first} to ${last}`,
  passedOnBy: 'Passed on by',
  unnamed: 'not named',
  unknownComplainants: 'Who complained stays unknown; please do not try to find out.',

  statement: {
    ...shared,
    grounds: { ...shared.grounds, other: 'the complaints named on this page' },
    remarks: 'Remarks',
    policy: 'Policy',
    clauses: 'Sentences of the policy',
    redresses: {
      hold: 'Object in the form on this page: another person decides, free of charge. You can also go to court.',
      suspension:
        'Object in the form on this page: another person decides, free of charge. You can also go to court.',
      closure:
        'Object in the form on this page: another person decides, free of charge. You can also go to court.',
    },
  },

  objection: {
    heading: 'Object to the measure',
    intro: (until) =>
      `You can object until ${until}, free of charge. A person other than the one who took the measure decides; until then it stays in force.`,
    send: 'Send your objection',
    lodged: (at, due) => `Your objection came in on ${at}. Somebody decides on it by ${due}.`,
    rejected: (at) => `Your objection of ${at} was rejected; we wrote to you why.`,
    received: (due) => `Another person than the one who took the measure decides on it by ${due}.`,
  },

  answers: 'What you sent us',
  answered: (moment, fields) => `${moment}: ${fields}`,
  form: 'Your answer',
  formIntro: {
    answer: 'We need both. You can send them one after the other.',
    remediation: 'We need all three. You can send them one after the other.',
  },
  label: { feedback: 'Feedback', solution: 'Solution', prevention: 'Prevention', objection: 'Objection' },
  hint: {
    feedback: 'What happened? Where did the addresses come from, and when did their owners give permission?',
    solution: 'What have you done, or what will you do, so that these recipients are not mailed again?',
    prevention: 'How will you keep it from happening again?',
    objection: 'Why should the measure not have been taken?',
  },
  limit: (characters) => `At most ${characters} characters.`,
  send: 'Send your answer',
  onlySent: 'Nothing is kept before you send it.',

  error: 'Error',
  errors: 'Your answer was not sent yet',
  empty: {
    feedback: 'Write your feedback: what happened',
    solution: 'Write your solution: what you will do about it',
    prevention: 'Write how you will keep it from happening again',
    objection: 'Write why you object',
  },
  tooLong: (label, length, limit) =>
    `${label} has ${length} characters; at most ${limit} are possible. Please shorten it`,

  thanks: 'We have received your answer',
  receivedAt: (moment) => `It was received on ${moment}.`,
  complete: 'It is complete. A person will read it.',
  stillMissing: 'Still missing:',
  back: 'Back to your case',

  unavailable: {
    expired: {
      title: 'This link has expired',
      text: [
        'Links in our mails work for a limited time.',
        'Use the link in the newest mail about this case, or reply to that mail.',
      ],
    },
    unknown: {
      title: 'This link does not work',
      text: [
        'We cannot find a case for it. Perhaps the address was cut off when it was copied.',
        'Open the link from our mail again, or reply to that mail.',
      ],
    },
  },
};
