import { z } from 'zod';
import { complaintEvents, suppressionAsked } from '@app/complaints';
import {
  Versioned,
  type AccountId,
  type ComplaintId,
  type DefsOf,
  type Instant,
  type ProcessManager,
} from '@app/kernel';

/** To the platform: this recipient wants no more of this account's mail. By which delivery, Message-ID or address the
 *  platform knows them, the complaint's own stream says, where the order leaves: addresses are sealed in it. */
export interface SuppressRecipient {
  readonly type: 'SuppressRecipient';
  /** Its idempotency key: the same again is the same order. Absent in commands from before orders had ids of their own. */
  readonly orderId?: string;
  readonly complaintId: ComplaintId;
  readonly accountId: AccountId;
  /** Of every account of the platform, and on no list that an account sees. */
  readonly platformWide: boolean;
  readonly at: Instant;
}

const inputs = complaintEvents.only(
  'ComplaintFiled',
  'ReportCorroborated',
  'ComplaintTraced',
  'ComplaintQualified',
);
const state = z.strictObject({});

/** Who complained gets no more, at once; asked for once, when the complaint first may. It remembers nothing, because each
 *  event says what it newly allows. Hence an instance is an account and not a complaint: thirty million of those a month
 *  would each leave a row for ever. */
export const suppression: ProcessManager<
  z.output<typeof state>,
  DefsOf<typeof inputs>,
  SuppressRecipient,
  never
> = {
  name: 'suppression',
  state: new Versioned(1, state),
  initial: {},
  inputs,
  from: 'now',
  instanceOf: (event) => suppressionAsked(event)?.accountId ?? null,

  react(_, stimulus) {
    if (stimulus.kind === 'deadline') return { done: true };
    const asked = suppressionAsked(stimulus.event);
    return { done: true, ...(asked && { commands: [{ type: 'SuppressRecipient', ...asked }] }) };
  },
};
