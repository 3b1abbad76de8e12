import { inWords, type Entry } from './words';

const entry = (type: string, data: Entry['data'], cause = 'command 1'): Entry => ({
  at: '2026-03-03T09:00:00.000Z',
  stream: 'case-travel.1',
  revision: 1,
  type,
  data,
  cause,
});

describe('a line of the timeline', () => {
  it('tells which rule decided, and what of the policy it fulfils', () => {
    const data = { measure: 'warn', why: { cites: ['IE-18', 'IE-19'] } };
    expect(inWords(entry('MeasureTaken', data, 'rule warn: complaint'))).toBe(
      'decided: warn  [rule warn: complaint, IE-18, IE-19]',
    );
  });

  it('tells that a person did', () => {
    expect(inWords(entry('CaseResolved', {}, 'a person, by key 12'))).toBe('case resolved  [a person]');
  });

  it('tells how long something lasts, not until when', () => {
    expect(inWords(entry('AnswerDemanded', { dueAt: '2026-03-03T09:00:23.900Z' }))).toBe(
      'the customer has 24 s to answer',
    );
    expect(
      inWords(entry('DeadlineSet', { name: 'lapse-due:travel.1.m1', dueAt: '2026-03-03T09:00:01.000Z' })),
    ).toBe('staff may object for 1 s');
  });

  it('is none where another line tells it', () => {
    expect(inWords(entry('DeadlineSet', { name: 'answer-due' }))).toBeUndefined();
    expect(inWords(entry('DeadlineSet', { name: 'stop-due', because: 'begun' }))).toBeUndefined();
    expect(inWords(entry('TaskDone', {}))).toBeUndefined();
  });

  it('is the name of what has no words yet', () => {
    expect(inWords(entry('CaseReopened', {}))).toBe('case reopened');
  });
});
