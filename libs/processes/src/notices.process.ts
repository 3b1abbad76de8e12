import { z } from 'zod';
import { caseEvents, type NoticeKind } from '@app/enforcement';
import {
  Versioned,
  type AccountId,
  type CaseId,
  type DefsOf,
  type Instant,
  type ProcessManager,
} from '@app/kernel';

/** To the mailer. What it says stands in the NoticeOrdered of that id in the case's stream, where to in the account's:
 *  addresses are sealed there, and are opened where the mail leaves. */
export interface SendNotice {
  readonly type: 'SendNotice';
  readonly noticeId: string;
  readonly caseId: CaseId;
  readonly accountId: AccountId;
  readonly contactId: string;
  readonly kind: NoticeKind;
  readonly at: Instant;
}

const inputs = caseEvents.only('NoticeOrdered');
const state = z.strictObject({});

/** Each notice that a case orders is sent once. Nothing is remembered, so an instance leaves no row. */
export const notices: ProcessManager<z.output<typeof state>, DefsOf<typeof inputs>, SendNotice, never> = {
  name: 'notices',
  state: new Versioned(1, state),
  initial: {},
  inputs,
  from: 'now', // what was ordered before is not mailed again
  instanceOf: ({ data }) => data.caseId,

  react(_, stimulus) {
    if (stimulus.kind === 'deadline') return { done: true };
    const { noticeId, caseId, accountId, contactId, kind, at } = stimulus.event.data;
    return {
      done: true,
      commands: [{ type: 'SendNotice', noticeId, caseId, accountId, contactId, kind, at }],
    };
  },
};
