import { hours, minutes, plus } from '@app/kernel';
import { policyFile } from '@app/testing';
import { demanded, overdue, stopping, suspended, walking } from './scenes';

const walk = walking(policyFile('spotler'));

describe('Spotler: notices', () => {
  it('a permanent bounce ends the time that ran, and the next contact is asked', () => {
    const w = demanded(walk());
    w.passes(hours(1));
    expect(w.bounces()).toEqual([
      'DeadlineCleared',
      'NoticeBounced',
      'NoticeOrdered',
      'NoticeAccepted',
      'AnswerDemanded',
      'DeadlineSet',
    ]);
    expect(w.notices().at(-1)).toMatchObject({ contactId: 'backup', contact: 1, retryOf: 'shop.1.n1' });
    expect(w.state.deadlines['answer-due']).toBe(plus(w.at, hours(24)));
  });

  it('a delay is noted once and changes nothing', () => {
    const w = walk();
    w.relay = 'away';
    w.complains();
    w.passes(minutes(15));
    expect(w.bounces(false)).toEqual(['NoticeBounced']);
    expect(w.bounces(false)).toEqual([]);
  });

  it('when every contact bounced a person has the task, and suspension is proposed for that reason only', () => {
    const w = demanded(walk());
    w.bounces();
    w.bounces();
    expect(w.tasks).toContain('unreachable');
    expect(w.all('CustomerUnreachable')).toHaveLength(1);
    expect(w.all('MeasureProposed')[0]).toMatchObject({
      measure: 'suspend',
      because: 'trust',
      why: { ground: 'unreachable' },
    });
    w.passes(hours(100));
    expect(w.measures).toEqual(['suspend proposed']);
    expect(w.deadlines).toEqual([]);
  });

  it('an account without contacts cannot be asked: the same', () => {
    const w = walk();
    w.account = { ...w.account, contacts: [] };
    w.complains();
    w.passes(minutes(15));
    expect(w.tasks).toContain('unreachable');
    expect(w.measures).toEqual(['suspend proposed']);
  });

  it('what bounces long after it was accepted, a person judges: the time runs on, and the next contact is told', () => {
    const w = demanded(walk());
    const dueAt = w.state.deadlines['answer-due']!;
    w.passes(minutes(61));
    expect(w.bounces()).toEqual(['NoticeBounced', 'TaskRaised', 'NoticeOrdered', 'NoticeAccepted']);
    expect(w.tasks).toEqual(['bounced-late']);
    expect(w.notices().at(-1)).toMatchObject({ contactId: 'backup', facts: { due: { at: dueAt } } });
    expect(w.state).toMatchObject({
      demand: { status: 'running', dueAt },
      deadlines: { 'answer-due': dueAt },
    });
    w.bounces(); // the copy as well: nobody else is left to be told
    expect(w.state).toMatchObject({ stage: 'demanded', deadlines: { 'answer-due': dueAt } });
  });

  it('as long as a person has not judged it, nothing is taken by lapse of time; then it is as if it never came', () => {
    const silent = (judged: boolean) => {
      const w = demanded(walk());
      w.complains();
      w.passes(hours(5));
      w.bounces(true, 'shop.1.n1');
      if (judged) w.decides({ decision: 'finish-task', task: 'bounced-late' });
      w.passes(hours(20));
      return w.measures;
    };
    expect(silent(false)).toEqual(['suspend proposed']);
    expect(silent(true)).toEqual(['suspend taken']);
  });

  it('what bounces after an answer to it had come, likewise', () => {
    const w = demanded(walk());
    w.answers(['feedback']);
    w.bounces();
    expect(w.tasks).toEqual(['bounced-late']);
    expect(w.deadlines).toEqual(['answer-due']);
  });

  it('an answer in full settles it', () => {
    const w = demanded(walk());
    w.passes(hours(5));
    w.bounces();
    w.answers(['feedback', 'solution']);
    expect(w.tasks).toEqual(['assess-answer']);
  });

  it('the next demand of the case does not wait for it', () => {
    const w = demanded(walk());
    w.passes(hours(5));
    w.bounces();
    w.decides({ decision: 'impose', measure: 'hold' });
    w.decides({ decision: 'annul' });
    w.complains();
    w.passes(minutes(15));
    expect(w.state.stage).toBe('demanded');
    expect(w.tasks).toEqual([]);
  });

  it('a demand that bounces after its time was over: what was proposed or taken for it is a person’s', () => {
    const w = overdue(walk());
    w.bounces(true, 'shop.1.n1');
    w.passes(hours(100));
    expect(w.measures).toEqual(['suspend proposed']);
    expect(w.tasks).toEqual(['approve-measure', 'bounced-late']);
    const taken = suspended(walk());
    taken.bounces(true, 'shop.1.n1');
    expect(taken.measures).toEqual(['suspend taken']);
    expect(taken.tasks).toEqual(['bounced-late']);
  });

  it('a rejection that bounces after the answer to it was rejected for good is not said again', () => {
    const w = demanded(walk());
    for (let times = 0; times < 3; times++) {
      w.answers(['feedback', 'solution']);
      w.decides({ decision: 'reject-answer' });
    }
    expect(w.state.demand).toMatchObject({ status: 'unanswered', dueAt: null });
    for (const m of w.state.measures.filter(({ status }) => status === 'taken'))
      w.decides({ decision: 'annul', measureId: m.measureId });
    const rejection = w.notices().findLast(({ kind }) => kind === 'rejection')!;
    expect(w.bounces(true, rejection.noticeId)).toEqual(['NoticeBounced']);
  });

  it('when the last contact turns out not to exist after the time was over, suspension is proposed for that', () => {
    const w = walk();
    w.account = { ...w.account, contacts: ['owner'] };
    overdue(w).bounces(true, 'shop.1.n1');
    expect(w.state).toMatchObject({ stage: 'open', demand: { status: 'cancelled' } });
    expect(w.measures).toEqual(['suspend dropped', 'suspend proposed']);
    expect(w.measure('suspend')).toMatchObject({ because: 'trust', why: { ground: 'unreachable' } });
    expect(w.tasks).toEqual(['unreachable', 'approve-measure']);
    w.passes(hours(100));
    expect(w.measures).toEqual(['suspend dropped', 'suspend proposed']); // a person's, never by lapse of time
    w.account = { ...w.account, contacts: ['new'] };
    w.complains();
    w.passes(minutes(15));
    expect(w.state.stage).toBe('demanded');
  });

  it('a stop order that bounces goes to the next contact, and its time runs on', () => {
    const w = stopping(walk());
    w.bounces();
    expect(w.notices().at(-1)).toMatchObject({ kind: 'stop-order', contactId: 'backup' });
    expect(w.deadlines).toEqual(['stop-due']);
  });

  it('is refused for a notice that the case never ordered', () => {
    const w = demanded(walk());
    expect(w.tries({ type: 'RecordNoticeAccepted', noticeId: 'n99', acceptedAt: w.at })).toMatchObject({
      rejected: 'no-such-notice',
    });
  });
});

describe('Spotler: evidence of consent', () => {
  it('SP-36: can be asked of the sender for named complaints, by the platform’s own ids, due with the answer', () => {
    const w = demanded(walk());
    w.complains({ discreet: true });
    w.decides({ decision: 'request-evidence' });
    expect(w.notices().at(-1)).toMatchObject({
      kind: 'evidence-request',
      facts: { due: { at: w.state.deadlines['answer-due'] }, contacts: ['d1'] },
    });
    expect(w.state.deadlines['evidence-due']).toBe(w.state.deadlines['answer-due']);
    w.passes(hours(24));
    expect(w.tasks).toContain('evidence-due');
  });

  it.each([
    ['SP-37: asks for information', /./],
    ['SP-38: when and how the address was collected', /when and how was the address collected/i],
    ['SP-39: with date and time', /date and time/i],
    ['SP-40: through a third party', /third party \(co-registration, lottery, questionnaire\)/i],
    ['SP-41: by a newsletter sign-up', /newsletter sign-up/i],
    ['SP-42: from an existing customer relationship', /existing customer relationship/i],
    ['SP-43: or otherwise', /or otherwise/i],
    ['SP-44: if it was online', /if online/i],
    ['SP-45: at which URL', /which URL/i],
    ['SP-46: from which IP address', /which IP address of the address's owner/i],
    ['SP-47: by single or double opt-in', /single or double opt-in/i],
    ['SP-48: and when that was confirmed', /when was it confirmed/i],
    ['SP-49: whether there is an explicit statement of consent', /explicit statement of consent/i],
    ['SP-50: its text, and the co-registration partners', /its text, and the co-registration partners/i],
    ['SP-51: whether the recipient could consent explicitly', /could the recipient give consent explicitly/i],
    ['SP-52: without such a statement, about the customer relationship', /without such a statement/i],
    ['SP-53: of what nature it was', /what customer relationship/i],
    [
      'SP-54: how the customer was told, and could object',
      /told of the use for marketing, and of the right to object/i,
    ],
  ])('%s', (_, words) => {
    const w = demanded(walk());
    w.decides({ decision: 'request-evidence' });
    expect(
      w
        .notices()
        .at(-1)!
        .facts.questions.some((question) => words.test(question)),
    ).toBe(true);
  });

  it('is refused for a complaint of another case', () =>
    expect(demanded(walk()).refuses({ decision: 'request-evidence', complaintIds: ['c99'] })).toBe(
      'no-such-complaint',
    ));
});
