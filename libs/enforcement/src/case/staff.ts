import { rejected, type Rejected } from '@app/kernel';
import { decideAppeal } from './appeal';
import { openAppeals } from './appeal-over';
import { approve, byPerson, refuse } from './approve';
import { acceptAnswer, extendDeadline, rejectAnswer, requestEvidence } from './assess';
import type { Change } from './change';
import type { AddNote, DecideCase } from './commands';
import { cancel } from './demand';
import { AUTHORITY_DUE, endAll } from './effects';
import type { CaseEvent } from './events';
import { drop } from './proposals';
import { annul, reinstate, resting } from './reversal';
import { ask, askFor } from './rules';
import { contentCategory, type ContentCategory, type Task } from './shapes';
import { endOf, hasEnded, inForce, proposals } from './state';

type Outcome = readonly CaseEvent[] | Rejected;
type Person = NonNullable<Change['person']>;

/** What a person decides about a case. That they may, by their role, the edge has checked; what takes a supervisor or two
 *  persons, is decided here. */
export const decided = (change: Change, { decision, by, role }: DecideCase): Outcome => {
  switch (decision.decision) {
    case 'accept-answer':
      return acceptAnswer(change, by);
    case 'reject-answer':
      return rejectAnswer(change, by, role);
    case 'confirm-unwanted':
      return confirmUnwanted(change, by);
    case 'confirm-compromise':
      return confirmCompromise(change, by);
    case 'flag-content':
      return flagContent(change, by, decision.categories);
    case 'approve':
      return approve(change, by, role, decision.measureId);
    case 'refuse':
      return refuse(change, by, decision.measureId);
    case 'extend-deadline':
      return extendDeadline(change, by, decision.name ?? 'answer-due', decision.until);
    case 'request-evidence':
      return requestEvidence(change, by, decision);
    case 'reinstate':
      return reinstate(change, by, role);
    case 'annul':
      return annul(change, by, role, decision.measureId);
    case 'impose':
      return byPerson(change, by, role, decision);
    case 'decide-appeal':
      return decideAppeal(change, by, role, decision);
    case 'assign':
      return assign(change, by, decision.to);
    case 'finish-task':
      return finishTask(change, decision.task as Task, decision.about ?? null);
    case 'close':
      return close(change, by);
    case 'reopen':
      return reopen(change, by);
  }
};

const finishTask = (change: Change, task: Task, about: string | null): readonly CaseEvent[] => {
  change.done(task, about);
  // Who answered the authority late, answered.
  if (task === 'answer-authority')
    change.clearDeadline(AUTHORITY_DUE, 'the authority was answered').done('authority-late');
  return change.events;
};

/** Who works on it; what it does to the account, it does not change. */
const assign = (change: Change, by: Person, to: string | null): Outcome =>
  change.state.assignee === to ? [] : change.add('CaseAssigned', { by, reason: change.reason, to }).events;

export const noted = (change: Change, { noteId, by, text }: AddNote): readonly CaseEvent[] =>
  change.state.notes.includes(noteId) ? [] : change.add('NoteAdded', { noteId, by, text }).events;

/** At any state, and stricter than whatever ran: the demand ends, with its cause in the log. */
const confirmUnwanted = (change: Change, by: Person): Outcome => {
  const { reason, facts } = change;
  if (facts.account.standing === 'closed') return rejected('account-closed', 'the account is closed');
  if (change.state.unwanted) return [];
  if (hasEnded(change.state)) {
    const again = reopen(change, by);
    if ('rejected' in again) return again;
  }
  change.add('UnwantedMailConfirmed', { by, reason });
  cancel(change, 'unwanted-mail-confirmed', ['planned', 'asked', 'running', 'answered', 'unanswered']);
  for (const m of proposals(change.state))
    if (m.measure === 'suspend' || m.measure === 'demand' || m.measure === 'forward')
      drop(change, m, 'unwanted mail is confirmed');
  return askFor(change, 'confirm-unwanted', 'unwanted-confirmed');
};

/** Somebody else sends with the account: the customer is asked for nothing in a day, and what they did not do is not held
 *  against them. What follows, the policy says. */
const confirmCompromise = (change: Change, by: Person): Outcome => {
  const { reason, facts } = change;
  if (facts.account.standing === 'closed') return rejected('account-closed', 'the account is closed');
  if (change.state.compromised) return [];
  if (hasEnded(change.state)) {
    const again = reopen(change, by);
    if ('rejected' in again) return again;
  }
  change.add('CompromiseConfirmed', { by, reason });
  cancel(change, 'compromise-confirmed', ['planned', 'asked', 'running', 'answered', 'unanswered']);
  for (const m of proposals(change.state))
    if (m.measure !== 'hold' && m.measure !== 'annul' && m.measure !== 'reinstate')
      drop(change, m, 'the account is in other hands');
  change.done('compromise');
  return askFor(change, 'confirm-compromise', 'compromise-confirmed');
};

/** It is kept, whatever the policy makes of it. */
const flagContent = (change: Change, by: Person, categories: readonly ContentCategory[]): Outcome => {
  const { facts, reason } = change;
  if (categories.length === 0)
    return rejected('no-category', `flag-content: name one at least: ${contentCategory.options.join(', ')}`);
  if (facts.account.standing === 'closed') return rejected('account-closed', 'the account is closed');
  const found = [...new Set(categories)].filter((category) => !change.state.content.includes(category));
  if (found.length === 0) return [];
  if (hasEnded(change.state)) {
    const again = reopen(change, by);
    if ('rejected' in again) return again;
  }
  change.add('ContentFlagged', { by, reason, categories: found });
  return ask(change, 'content-flagged', { categories: found }).events;
};

/** Without a solution. What holds the account back is ended first, by name: nobody should find a closed case and an
 *  account that cannot send. */
const close = (change: Change, by: Person): Outcome => {
  const { state, reason, at } = change;
  if (state.stage === 'closed') return [];
  if (inForce(state).length > 0)
    return rejected(
      'measures-stand',
      'the account is held back by this case: reinstate it, or annul the measure',
    );
  if (openAppeals(state).length > 0)
    return rejected('appeal-open', 'an appeal waits for a decision: decide-appeal first');
  for (const m of proposals(state)) drop(change, m, 'the case is closed');
  cancel(change, 'case-ended');
  return endAll(change, 'the case is closed').add(
    'CaseClosed',
    { by, reason, baseline: endOf(state, at) },
    'closed',
  ).events;
};

const reopen = (change: Change, by: Person): Outcome => {
  const { state, reason } = change;
  if (!hasEnded(state)) return [];
  if (change.facts.account.standing === 'closed')
    return rejected('account-closed', 'the account is closed: annul the closure instead');
  if (state.passedOn.length > 0)
    return rejected(
      'has-follow-up',
      'what came after its end was passed on to the next case: decide on that one, or try again if it is not opened',
    );
  const stage = resting({ ...state, demand: null }, state.warning !== null);
  return change.add('CaseReopened', { by, reason }, stage).events;
};
