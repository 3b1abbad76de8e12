import {
  brandId as asBrand,
  campaignId as asCampaign,
  complaintId as asComplaint,
  days,
  hours,
  plus,
  recipientKey as asRecipient,
  reportId as asReport,
  type Channel,
  type Day,
  type Duration,
  type FeedbackType,
  type Instant,
  type TrustLevel,
} from '@app/kernel';
import type { FileComplaint } from '@app/complaints';
import type { Agenda, SimulatedDesk } from '@app/simulation';
import type { Chance } from './chance';
import { COMPLAINTS, HIJACKED_COMPLAINTS, type Sender } from './truth';

export const BRAND = asBrand.parse('simulated');
export const PROVIDER = 'yahoo';

/** A day's mail goes out in so many parts. */
const PARTS = 3;
/** Of a part so many complaints come one by one, six a day; each stands for its share of the others, which the rate counts
 *  and the case does not see. Rules that count complainants of a campaign, which is a day's mail here, count to three. */
const ONE_BY_ONE = 2;
const COMPLAINT_LAG = hours(12); // on average
const LATEST = days(7);
const FORGED = 200;
const FORGED_WITHIN = hours(3);

/** What one account sends, and what comes back. */
export class Mailings {
  private numbers = 0;
  /** It is in other hands now. */
  hijacked = false;

  constructor(
    readonly sender: Sender,
    private readonly chance: Chance,
    private readonly agenda: Agenda,
    private readonly desk: SimulatedDesk,
    private readonly way: {
      readonly maySend: () => boolean;
      /** Of complaints, those that somebody writes instead of pressing a button. */
      readonly direct: number;
      /** None stands for others. */
      readonly each: boolean;
    },
  ) {}

  /** One day's mail and what comes of it, from `start`, the beginning of that day. */
  day(number: number, day: Day, start: Instant): void {
    const { hour, hijackedOn, attackedOn } = this.sender;
    let delivered = 0; // of that day, so far
    for (let part = 0; part < PARTS; part++)
      this.agenda.at(plus(start, hours((hour + (part * 24) / PARTS) % 24)), () => {
        if (number === hijackedOn) this.hijacked = true;
        if (this.way.maySend()) delivered += this.send(day, delivered);
      });
    if (number === attackedOn)
      for (let i = 0; i < FORGED; i++)
        this.agenda.at(plus(start, this.chance.below(FORGED_WITHIN) as Duration), () => this.forge());
  }

  /** How many were delivered. `before`: of that day, before. */
  private send(day: Day, before: number): number {
    const { accountId, kind, volume } = this.sender;
    const at = this.agenda.now;
    const delivered = Math.max(1, Math.round(this.chance.logNormal(volume / PARTS, 0.2)));
    const entries = [
      { provider: PROVIDER, day, delivered: before + delivered, revision: before + delivered },
    ];
    this.desk.reports({ type: 'ReportVolumes', accountId, at, entries });
    const probability = this.hijacked ? HIJACKED_COMPLAINTS : COMPLAINTS[kind];
    const complaints = this.chance.binomial(delivered, probability);
    const shown = this.way.each ? complaints : Math.min(complaints, ONE_BY_ONE);
    for (let i = 0; i < shown; i++) {
      const others =
        Math.floor(((i + 1) * (complaints - shown)) / shown) - Math.floor((i * (complaints - shown)) / shown);
      const lag = Math.min(this.chance.exponential(COMPLAINT_LAG), LATEST);
      const direct = this.chance.happens(this.way.direct);
      this.agenda.at(Math.round(at + lag) as Instant, () => this.complain(day, at, others, direct));
    }
    return delivered;
  }

  private complain(day: Day, sentAt: Instant, others: number, direct: boolean): void {
    if (others > 0) this.desk.states.rates.add(this.sender.accountId, PROVIDER, sentAt, others);
    this.file(day, sentAt, direct ? WRITTEN : PRESSED);
  }

  /** About mail that was never sent: nothing in it proves that it was. */
  private forge(): void {
    const trust = (['D', 'D', 'D', 'X', 'C'] as const)[this.chance.below(5)]!;
    const feedbackType = this.chance.happens(0.1) ? ('fraud' as const) : ('abuse' as const);
    const { now } = this.agenda;
    this.file(null, now, { trust, feedbackType, channel: 'direct', source: null, proven: false });
  }

  private file(campaign: Day | null, sentAt: Instant, how: How): void {
    const { accountId } = this.sender;
    const id = `${accountId}-${++this.numbers}`;
    const at = this.agenda.now;
    const complaintId = asComplaint.parse(id);
    const command: FileComplaint = {
      type: 'FileComplaint',
      complaintId,
      at,
      identity: how.proven ? 'token' : 'report',
      aliases: [],
      report: {
        reportId: asReport.parse(id),
        channel: how.channel,
        trust: how.trust,
        source: how.source,
        feedbackType: how.feedbackType,
        provider: how.source === null ? null : PROVIDER,
        receivedAt: at,
        reporter: id,
        corroboration: how.proven ? ['token'] : [],
      },
      accountId,
      brandId: BRAND,
      campaignId: campaign === null ? null : asCampaign.parse(campaign),
      deliveryId: how.proven ? id : null,
      recipientKey: asRecipient.parse(id.slice(0, 64)),
      sent: { at: sentAt, estimated: !how.proven },
      trace: {
        outcome: 'traced',
        strategy: how.proven ? 'token' : 'domain',
        confidence: how.proven ? 1 : 0.9,
        attempts: [],
      },
      violations: [],
      maxMessageAge: days(90),
      reported: { erased: true },
    };
    this.desk.files(command);
    this.desk.states.forget(complaintId);
  }
}

interface How {
  readonly trust: TrustLevel;
  readonly channel: Channel;
  readonly feedbackType: FeedbackType;
  readonly source: string | null;
  /** Our own token is in the reported message. */
  readonly proven: boolean;
}
const PRESSED: How = {
  trust: 'A',
  channel: 'feedback-loop',
  feedbackType: 'abuse',
  source: 'yahoo',
  proven: true,
};
const WRITTEN: How = { trust: 'C', channel: 'direct', feedbackType: 'abuse', source: null, proven: true };
