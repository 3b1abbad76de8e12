import fc from 'fast-check';
import { checkAnswer } from './answer-form';
import { ANSWER_LIMIT } from './page';

describe('a posted form', () => {
  it('is an answer when any part of it is there', () =>
    expect(
      checkAnswer({ feedback: ' we bought a list\r\nsorry ', solution: '  ' }, ['feedback', 'solution']),
    ).toEqual({
      answer: { feedback: 'we bought a list\nsorry' },
      problems: [],
    }));

  it('is none when nothing is there', () =>
    expect(checkAnswer({ feedback: ' \r\n ' }, ['feedback', 'solution'])).toEqual({
      answer: {},
      problems: [
        { field: 'feedback', problem: 'empty' },
        { field: 'solution', problem: 'empty' },
      ],
    }));

  it('is bounded, counted as a browser counts: a line end is one', () => {
    const full = 'a\r\n'.repeat(ANSWER_LIMIT / 2 - 1) + 'ab';
    expect(checkAnswer({ feedback: full }, ['feedback']).problems).toEqual([]);
    const { answer, problems } = checkAnswer({ feedback: `${full}c` }, ['feedback']);
    expect(problems).toEqual([{ field: 'feedback', problem: 'too-long', length: ANSWER_LIMIT + 1 }]);
    expect(answer.feedback).toHaveLength(ANSWER_LIMIT + 1); // and nothing typed is lost
  });

  it('says nothing in fields that were not asked for', () =>
    expect(
      checkAnswer({ feedback: 'a', prevention: 'b', __proto__: { solution: 'c' } }, ['feedback']).answer,
    ).toEqual({
      feedback: 'a',
    }));

  it('takes whatever it is posted', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('feedback', 'solution', 'x'), fc.anything()), (body) => {
        const { answer } = checkAnswer(body, ['feedback', 'solution']);
        for (const text of Object.values(answer)) expect(text).toMatch(/^[^\p{Cc}]*(?:[\n\t]|[^\p{Cc}])*$/u);
      }),
    );
    expect(checkAnswer({ feedback: ['a', 'b'] }, ['feedback']).answer).toEqual({ feedback: 'a' });
    expect(checkAnswer({ feedback: 'a\u0000b\u0007' }, ['feedback']).answer).toEqual({ feedback: 'ab' });
  });
});
