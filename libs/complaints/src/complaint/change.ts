import type { ComplaintId, DecidedBy, Instant } from '@app/kernel';
import { evolve, type Known } from './state';
import type { ComplaintEvent } from './events';
import type { ReportRef, Step, Verdict } from './shapes';
import { mayMove, type Facts } from './standing';

/** Builds a decision of several events: each says what it changed beside the one before it. */
export class Change {
  readonly events: ComplaintEvent[] = [];
  constructor(
    public state: Known,
    private readonly at: Instant,
  ) {}

  report(report: ReportRef, aliases: ComplaintId[] = []): this {
    return this.add({
      type: 'ReportCorroborated',
      data: {
        ...this.of,
        campaignId: this.state.campaignId,
        report,
        aliases,
        ...this.standing({ reports: [...this.state.reports, report] }),
      },
    });
  }

  withdraw(reason: string, leaves: 'untraced' | 'conflict'): this {
    const { accountId, may } = this.state;
    if (accountId === null) return this;
    return this.add({
      type: 'AttributionWithdrawn',
      data: { ...this.of, accountId, leaves, reason, lost: [...may] },
    });
  }

  trace(
    to: Pick<Known, 'brandId' | 'campaignId' | 'deliveryId' | 'confidence'> & {
      accountId: NonNullable<Known['accountId']>;
    },
    how: { strategy: string; by: DecidedBy; reason: string },
  ): this {
    if (this.state.accountId !== to.accountId) this.withdraw(how.reason, 'untraced');
    return this.add({
      type: 'ComplaintTraced',
      data: { ...this.of, ...to, ...how, ...this.standing({ ...to, outcome: 'traced' }) },
    });
  }

  judge(verdict: Verdict, by: DecidedBy, reason: string): this {
    const { campaignId } = this.state;
    return this.add({
      type: 'ComplaintQualified',
      data: { ...this.of, campaignId, verdict, by, reason, ...this.standing({ verdict }) },
    });
  }

  private get of() {
    const { complaintId, accountId, brandId, sent } = this.state;
    return { complaintId, at: this.at, accountId, brandId, sentAt: sent.at };
  }

  private standing(changed: Partial<Facts>) {
    const { state, may, lacks } = mayMove({ ...this.state, ...changed });
    return {
      state,
      may: [...may],
      gained: may.filter((step) => !this.state.may.includes(step)),
      lost: this.state.may.filter((step: Step) => !may.includes(step)),
      lacks: [...lacks],
    };
  }

  private add(event: ComplaintEvent): this {
    this.state = evolve(this.state, event) as Known;
    this.events.push(event);
    return this;
  }
}
