import {
  accountId as asAccount,
  brandId as asBrand,
  caseId as asCase,
  Instant,
  type EventIn,
} from '@app/kernel';
import { reacts } from '@app/testing';
import { notices } from './notices.process';

const given = reacts(notices);
const at = Instant('2026-03-01T10:00:00.000Z');
const [caseId, accountId] = [asCase.parse('A-1.1'), asAccount.parse('A-1')];
const ordered = (noticeId: string, retryOf: string | null = null) => {
  const event: EventIn<typeof notices.inputs> = {
    type: 'NoticeOrdered',
    data: {
      caseId,
      accountId,
      brandId: asBrand.parse('spotler'),
      at,
      stage: 'open',
      noticeId,
      kind: 'forward',
      contactId: 'owner',
      contact: 0,
      retryOf,
      facts: {
        campaigns: [],
        due: null,
        remarks: null,
        measure: null,
        next: null,
        delivery: null,
        refund: null,
        damageClaim: null,
        baseline: null,
        annulled: null,
        contacts: [],
        questions: [],
      },
    },
  };
  return { kind: 'event' as const, id: 'e', event };
};
const send = (noticeId: string) => ({
  done: true as const,
  commands: [
    {
      type: 'SendNotice' as const,
      noticeId,
      caseId,
      accountId,
      contactId: 'owner',
      kind: 'forward' as const,
      at,
    },
  ],
});

describe('a notice', () => {
  it('is sent when the case orders it; what it says stays in the log', () =>
    given().when(ordered('A-1.1.n1')).then(send('A-1.1.n1')));
  it('is sent to the next contact as a notice of its own', () =>
    given(ordered('A-1.1.n1')).when(ordered('A-1.1.n2', 'A-1.1.n1')).then(send('A-1.1.n2')));
});
