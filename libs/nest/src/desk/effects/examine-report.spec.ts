import { day, Instant, reportId as asReport } from '@app/kernel';
import { reportEvents, type ReportCommand } from '@app/reports';
import type { EffectContext } from '@app/runtime';
import { examineReport } from './examine-report';

const reportId = asReport.parse('0123456789abcdef');
const at = Instant('2026-03-03T09:00:00.000Z');
const received = reportEvents.encode({
  type: 'ReportReceived',
  data: {
    reportId,
    at,
    intake: 'smtp',
    size: 10,
    raw: { segment: day.parse('2026-03-03'), keyId: 'k1' },
    archive: false,
    suppress: false,
    envelope: { k: 'k1', iv: 'AAAA', ct: 'AAAA', tag: 'AAAA' } as never,
  },
});
const context = { at, meta: { commandId: 'c' } } as unknown as EffectContext;

describe('a report that waits for DNS', () => {
  it('is asked first whether it answers something of ours: a bounce counts when it comes', async () => {
    const order: string[] = [];
    const examine = examineReport({
      events: {
        // eslint-disable-next-line @typescript-eslint/require-await -- as the store does
        read: async function* () {
          yield { ...received, stream: `report-${reportId}`, revision: 1 };
        },
      } as never,
      raw: { get: () => Promise.resolve(Buffer.from('Subject: a bounce\r\n\r\n')) } as never,
      vault: {
        openEvent: () => Promise.resolve({ mailFrom: '', rcptTo: ['bounce+1@desk.example'] }),
      } as never,
      examiner: {
        examine: () => {
          order.push('examined');
          return Promise.resolve({ outcome: 'deferred', because: 'DNS gave no answer' });
        },
      } as never,
      registry: () => undefined as never,
      aggregates: {
        report: ({ type }: ReportCommand) => {
          order.push(type);
          return Promise.resolve({ ok: true, revision: 2, events: [] });
        },
      } as never,
      file: () => Promise.reject(new Error('nothing is filed')),
      mailBack: (_, { rcptTo }) => {
        order.push(`answered ${rcptTo.join()}`);
        return Promise.resolve({ is: 'bounce' as const });
      },
      mailAnswer: () => Promise.reject(new Error('nobody answers')),
      authservId: undefined,
      mailboxDomains: [],
      complainants: { overCap: () => Promise.reject(new Error('nobody is counted')) },
      signers: () => Promise.resolve(new Map()),
    });
    await examine({ reportId, attempt: 1, final: false }, context);
    expect(order).toEqual(['answered bounce+1@desk.example', 'examined', 'DeferExamination']);
  });
});
