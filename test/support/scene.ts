import { Instant, type Duration } from '@app/kernel';
import { feedbackReport, type Sent, type Signer } from '@app/testing';
import { TestDesk } from './test-desk';

/** A Tuesday morning on which the desk is staffed everywhere. */
export const MORNING = Instant('2026-03-03T09:00:00.000Z');

export interface CaseView {
  readonly id: string;
  readonly account: string;
  readonly state: string;
  readonly revision: number;
  readonly complaints: readonly { id: string }[];
  readonly deadlines: readonly { name: string; dueAt: string }[];
  readonly measures: readonly { id: string; measure: string; state: string; rule: string; why: string }[];
  readonly tasks: readonly string[];
}
interface ListOf<T> {
  readonly items: readonly T[];
}

/** One customer of the sending platform, the mail they sent, and those who complain of it. */
export class Scene {
  private count = 0;

  private constructor(
    readonly desk: TestDesk,
    readonly brand: string,
    readonly yahoo: Signer,
  ) {}

  static async open(
    brand: string,
    settings: Record<string, string> = {},
    faults?: Parameters<typeof TestDesk.open>[0]['faults'],
    log?: (line: string) => void,
  ): Promise<Scene> {
    const desk = await TestDesk.open({
      start: MORNING,
      settings,
      ...(faults && { faults }),
      ...(log && { log }),
    });
    return new Scene(desk, brand, desk.signer('arf.mail.yahoo.com'));
  }

  async account(id = 'shop-1', more: Record<string, unknown> = {}): Promise<void> {
    await this.desk.did('PUT', `/v1/accounts/${id}`, {
      brand: this.brand,
      name: 'The Shop',
      contacts: [
        { email: `owner@${id}.customer.example`, locale: 'nl' },
        { email: `backup@${id}.customer.example`, locale: 'en' },
      ],
      ...more,
    });
  }

  /** Logged with the desk as sent, and carrying our token. */
  async sent(
    to: string,
    { account = 'shop-1', campaign = 'spring', at = this.desk.now } = {},
  ): Promise<Sent> {
    const n = ++this.count;
    const messageId = `m${n}.${campaign}@${account}.sender.example`;
    const deliveryId = `d${n}`;
    await this.desk.did('POST', '/v1/messages', [
      {
        messageId,
        deliveryId,
        accountId: account,
        campaignId: campaign,
        recipient: to,
        sentAt: new Date(at).toISOString(),
      },
    ]);
    const { header, value } = await this.desk.did<{ header: string; value: string }>(
      'POST',
      `/v1/accounts/${account}/trace-token`,
      { campaignId: campaign, messageId, deliveryId, recipient: to },
    );
    return {
      messageId,
      date: new Date(at).toUTCString().replace('GMT', '+0000'),
      from: `news@${account}.sender.example`,
      to,
      headers: { [header]: value },
    };
  }

  /** What Yahoo sends when a recipient presses "spam": genuine, and signed. */
  report(mail: Sent, id: string): Promise<string> {
    const reporter = { from: 'feedback@arf.mail.yahoo.com', userAgent: 'Yahoo!-Mail-Feedback/2.0' };
    return this.yahoo.sign(feedbackReport(mail, reporter, id));
  }

  async complain(mail: Sent, id = `r${++this.count}`): Promise<void> {
    await this.desk.mail(await this.report(mail, id), 'feedback@arf.mail.yahoo.com');
  }

  async complaintAbout(to: string, options: { account?: string; campaign?: string } = {}): Promise<Sent> {
    const mail = await this.sent(to, options);
    await this.complain(mail);
    return mail;
  }

  async cases(account = 'shop-1'): Promise<readonly CaseView[]> {
    const { items } = await this.desk.get<ListOf<{ id: string }>>(`/v1/cases?account=${account}`);
    return Promise.all(items.map(({ id }) => this.desk.get<CaseView>(`/v1/cases/${encodeURIComponent(id)}`)));
  }

  async only(account = 'shop-1'): Promise<CaseView> {
    const cases = await this.cases(account);
    expect(cases).toHaveLength(1);
    return cases[0]!;
  }

  async standing(account = 'shop-1'): Promise<string> {
    return (await this.desk.get<{ standing: string }>(`/v1/accounts/${account}`)).standing;
  }

  async complaints(account = 'shop-1') {
    const { items } = await this.desk.get<ListOf<{ id: string; state: string; reports: readonly unknown[] }>>(
      `/v1/complaints?account=${account}`,
    );
    return items;
  }

  decide(caseId: string, decision: string, more: Record<string, unknown> = {}, key?: string) {
    return this.desk.did(
      'POST',
      `/v1/cases/${encodeURIComponent(caseId)}/decisions`,
      { decision, reason: 'as agreed at the desk', ...more },
      key,
    );
  }

  async key(role: string, name: string): Promise<string> {
    const { key } = await this.desk.did<{ key: string }>('POST', '/v1/keys', { role, name });
    return key;
  }

  pass(time: Duration): Promise<void> {
    return this.desk.pass(time);
  }

  /** The link of the newest notice that has one. */
  answerPath(): string {
    const links = this.desk
      .outbox()
      .flatMap((mail) => [...unfold(mail).matchAll(/\/answer\/[\w.~-]+/g)].map(String));
    const last = links.at(-1);
    if (!last) throw new Error('no notice carries an answer link');
    return last;
  }

  async answer(fields: Record<string, string>): Promise<number> {
    const { status } = await this.desk.call(
      'POST',
      this.answerPath(),
      new URLSearchParams(fields).toString(),
      {
        key: null,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
    );
    await this.desk.settled();
    return status;
  }

  close(): Promise<void> {
    return this.desk.close();
  }
}

/** Quoted-printable soft line breaks undone: a link may be broken over two lines. */
const unfold = (mail: string): string => mail.replace(/=\r?\n/g, '').replace(/=3D/g, '=');
