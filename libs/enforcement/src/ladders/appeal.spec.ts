import { days, hours, plus } from '@app/kernel';
import { policyFile } from '@app/testing';
import { direct, suspended, walking, warned } from './scenes';
import type { Walk } from './walk';

const spotler = walking(policyFile('spotler'));
const iconneqt = walking(policyFile('iconneqt'));

const refused = (w: Walk, ...of: Parameters<Walk['appeal']>) => w.tries(w.appeal(...of))?.rejected;
const reject = { decision: 'decide-appeal', outcome: 'rejected' } as const;
const uphold = { decision: 'decide-appeal', outcome: 'upheld' } as const;

describe('an objection to a measure', () => {
  it('has a clock and a supervisor of its own, and the measure stays in force meanwhile', () => {
    const w = suspended(spotler());
    expect(w.appeals()).toEqual(['AppealLodged', 'DeadlineSet', 'TaskRaised']);
    const { measureId } = w.measure('suspend');
    expect(w.all('AppealLodged')[0]).toMatchObject({ measureId, dueAt: plus(w.at, days(5)) });
    expect(w.all('TaskRaised').at(-1)).toMatchObject({ task: 'decide-appeal', for: 'supervisor' });
    expect(w.passes(days(4))).toEqual([]);
    expect(w.passes(days(1))).toEqual(['DeadlineReached', 'TaskRaised']);
    expect(w.tasks).toEqual(expect.arrayContaining(['decide-appeal', 'appeal-late']));
    expect(w.measures).toEqual(['suspend taken']);
  });

  it('that is rejected is told with the reason, and cannot be lodged again', () => {
    const w = suspended(spotler());
    w.appeals();
    expect(w.decides(reject, 'eve')).toEqual([
      'AppealDecided',
      'DeadlineCleared',
      'TaskDone',
      'NoticeOrdered',
      'NoticeAccepted',
    ]);
    expect(w.notices().at(-1)).toMatchObject({
      kind: 'appeal-decision',
      facts: { remarks: 'as agreed at the desk' },
    });
    expect(w.measures).toEqual(['suspend taken']);
    expect(refused(w)).toBe('appeal-decided');
    expect(w.refuses(uphold, 'eve')).toBe('no-appeal');
  });

  it('that is upheld undoes the measure, and the customer is told that it should not have been', () => {
    const w = suspended(spotler());
    w.appeals();
    const events = w.decides(uphold, 'eve');
    expect(events).toContain('AnnulmentDecided');
    expect(w.measures).toEqual(['suspend annulled']);
    expect(w.notices().at(-1)).toMatchObject({ kind: 'reinstatement', facts: { annulled: true } });
    expect(w.tasks).not.toContain('decide-appeal');
  });

  it('is decided by a supervisor, and by another person than who took the measure or agreed to it', () => {
    const w = spotler();
    w.complains();
    w.decides({ decision: 'impose', measure: 'suspend' }, 'ann');
    w.appeals();
    expect(w.refuses(reject, 'ann')).toBe('own-decision');
    expect(w.refuses(reject, 'bob', 'agent')).toBe('supervisor-needed');
    w.decides(reject, 'bob');

    const closed = iconneqt();
    closed.complains(direct);
    closed.decides({ decision: 'impose', measure: 'close' }, 'ann');
    closed.decides({ decision: 'approve', measureId: closed.measure('close').measureId }, 'bob');
    closed.account = { ...closed.account, standing: 'closed' };
    closed.appeals();
    expect(closed.refuses(uphold, 'ann')).toBe('own-decision');
    expect(closed.refuses(uphold, 'bob')).toBe('own-decision');
    closed.decides(reject, 'eve');
    expect(closed.notices().at(-1)!.kind).toBe('appeal-decision'); // also to an account that is closed
  });

  it('takes as many persons to undo as the policy says', () => {
    const w = warned(iconneqt());
    w.appeals();
    w.decides(uphold, 'eve');
    expect(w.measures).toEqual(['warn taken', 'annul proposed']);
    w.decides({ decision: 'approve', measureId: w.measure('annul').measureId }, 'bob');
    expect(w.measures).toEqual(['warn annulled', 'annul taken']);
  });

  it('is taken against what stands and was told, once, within the time there is', () => {
    const nothing = spotler();
    nothing.complains();
    expect(refused(nothing)).toBe('nothing-to-appeal');
    nothing.decides({ decision: 'impose', measure: 'under-review' });
    expect(refused(nothing)).toBe('nothing-to-appeal');

    const w = suspended(spotler());
    expect(refused(w, 'shop.1.m9')).toBe('nothing-to-appeal');
    expect(refused(w, undefined, plus(w.at, days(181)))).toBe('appeal-late');
    w.appeals();
    expect(refused(w)).toBe('appeal-open');
  });

  it('against two measures names which one is decided on', () => {
    const w = spotler();
    w.complains();
    w.decides({ decision: 'impose', measure: 'hold' });
    w.decides({ decision: 'impose', measure: 'suspend' });
    w.appeals(w.measure('hold').measureId);
    w.appeals();
    expect(w.refuses(reject, 'eve')).toBe('which-measure');
    w.decides({ ...reject, measureId: w.measure('hold').measureId }, 'eve');
    w.decides(reject, 'eve');
  });

  it('falls away with what it was about', () => {
    const reinstated = suspended(spotler());
    reinstated.appeals();
    expect(reinstated.decides({ decision: 'reinstate' })).toContain('AppealLapsed');
    const annulled = suspended(spotler());
    annulled.appeals();
    expect(annulled.decides({ decision: 'annul' })).toContain('AppealLapsed');
    for (const w of [reinstated, annulled]) {
      expect(w.tasks).not.toContain('decide-appeal');
      expect(w.deadlines.filter((name) => name.startsWith('appeal'))).toEqual([]);
    }
    expect(refused(reinstated)).toBe('nothing-to-appeal');
  });

  it('keeps a case from being closed before somebody has decided', () => {
    const w = warned(iconneqt());
    w.appeals();
    expect(w.refuses({ decision: 'close' })).toBe('appeal-open');
    w.decides(reject, 'eve');
    w.decides({ decision: 'close' });
  });

  it('against a warning falls away with the closure, to which one may object in turn', () => {
    const w = warned(iconneqt());
    w.appeals();
    w.decides({ decision: 'impose', measure: 'close' }, 'ann');
    w.decides({ decision: 'approve', measureId: w.measure('close').measureId }, 'bob');
    expect(w.all('AppealLapsed')).toMatchObject([{ because: 'the account is closed' }]);
    expect(w.tasks).not.toContain('decide-appeal');
    w.passes(hours(1));
    w.appeals(); // to the closure
    expect(w.all('AppealLodged').at(-1)!.measureId).toBe(w.measure('close').measureId);
  });
});

describe('a case', () => {
  it('is somebody’s, another’s, or nobody’s', () => {
    const w = suspended(spotler());
    expect(w.decides({ decision: 'assign', to: 'k-1' })).toEqual(['CaseAssigned']);
    expect(w.decides({ decision: 'assign', to: 'k-1' })).toEqual([]);
    expect(w.decides({ decision: 'assign', to: null })).toEqual(['CaseAssigned']);
    expect(w.state.assignee).toBeNull();
  });

  it('takes notes, which move nothing, each once', () => {
    const w = suspended(spotler());
    const note = {
      type: 'AddNote' as const,
      noteId: 'n1',
      by: { kind: 'person' as const, keyId: 'ann' },
      text: { erased: true } as const,
    };
    expect(w.does(note)).toEqual(['NoteAdded']);
    expect(w.does(note)).toEqual([]);
    expect(w.state.stage).toBe('suspended');
  });
});
