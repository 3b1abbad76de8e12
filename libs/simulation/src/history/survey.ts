import { parsePolicy, type AdoptedPolicy, type CaseEventOf } from '@app/enforcement';
import { minutes, plus, type Instant } from '@app/kernel';
import type { Historic } from './historic';

/** Instants so near each other are one and the same turn of events: the desk took its time, the replay takes none. */
export const SAME = minutes(5);
export const isSame = (a: Instant, b: Instant): boolean => Math.abs(a - b) <= SAME;

type Ordered = Pick<CaseEventOf<'NoticeOrdered'>, 'kind' | 'contactId' | 'at'>;

/** What a replay must know before it comes to it. */
export class Survey {
  private readonly notices = new Map<string, Ordered>();
  private readonly fired = new Map<string, { readonly dueAt: Instant; readonly firedAt: Instant }[]>();
  /** By `<id> <version>`. */
  readonly adopted = new Map<string, AdoptedPolicy>();

  take({ event: { type, data } }: Historic): void {
    if (type === 'NoticeOrdered') {
      const { kind, contactId, at } = data;
      this.notices.set(data.noticeId, { kind, contactId, at });
    } else if (type === 'DeadlineReached') {
      const key = `${data.caseId} ${data.name}`;
      this.fired.set(key, [...(this.fired.get(key) ?? []), { dueAt: data.dueAt, firedAt: data.firedAt }]);
    } else if (type === 'PolicyAdopted') {
      const { policyId, version, content } = data;
      this.adopted.set(`${policyId} ${version}`, { ...parsePolicy(content), version });
    }
  }

  /** The notice was ordered in history too: what became of it, history tells. */
  knows(noticeId: string, { kind, contactId, at }: Ordered): boolean {
    const known = this.notices.get(noticeId);
    return known?.kind === kind && known.contactId === contactId && isSame(known.at, at);
  }

  /** When the deadline of a case fired that was due then: later, where the desk was down. On time where history has none. */
  firedAt(caseId: string, name: string, dueAt: Instant): Instant {
    const near = this.fired.get(`${caseId} ${name}`)?.find((f) => isSame(f.dueAt, dueAt));
    return near ? plus(dueAt, Math.max(0, near.firedAt - near.dueAt) as typeof SAME) : dueAt;
  }
}
