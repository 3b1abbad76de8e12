import { feedbackReport, personalComplaint, type Sent, type Signer } from '@app/testing';
import type { DemoDesk } from './demo-desk';

/** Who reports, and in which shape. */
export class Reporters {
  private readonly yahoo: Signer;
  private readonly microsoft: Signer;
  private readonly validity: Signer;
  private readonly fastmail: Signer;
  private readonly regulator: Signer;
  private readonly people: Signer;
  private count = 0;

  constructor(private readonly desk: DemoDesk) {
    this.yahoo = desk.signer('arf.mail.yahoo.com');
    this.microsoft = desk.signer('hotmail.com');
    this.validity = desk.signer('senderscore.net');
    this.fastmail = desk.signer('fbl.fastmail.com');
    this.regulator = desk.signer('acm.nl');
    this.people = desk.signer('people.example');
  }

  /** ARF, the whole message in it. */
  async byYahoo(mail: Sent): Promise<void> {
    const from = 'feedback@arf.mail.yahoo.com';
    const report = feedbackReport(mail, { from, userAgent: 'Yahoo!-Mail-Feedback/2.0' }, this.id());
    await this.desk.mail(await this.yahoo.sign(report), from, 'fbl@desk.example');
  }

  /** ARF of three fields: whom it was sent to has to be found elsewhere. */
  async byMicrosoft(mail: Sent): Promise<void> {
    const from = 'staff@hotmail.com';
    const report = feedbackReport(mail, { from, userAgent: 'JMRP/1.0', fields: [] }, this.id());
    await this.desk.mail(await this.microsoft.sign(report), from, 'fbl@desk.example');
  }

  /** ARF whose recipient is a hash. */
  async byValidity(mail: Sent): Promise<void> {
    const from = 'feedbackloop@comcastfbl.senderscore.net';
    const fields = ['Original-Rcpt-To: 0d1f2c3b4a5968778695a4b3c2d1e0f1@comcast.net', 'Source: Comcast'];
    const report = feedbackReport(mail, { from, userAgent: 'ReturnPathFBL/2.0', fields }, this.id());
    await this.desk.mail(await this.validity.sign(report), from, 'fbl@desk.example');
  }

  /** ARF that names nobody. */
  async byFastmail(mail: Sent): Promise<void> {
    const from = 'feedbackloop@fbl.fastmail.com';
    const fields = ['Original-Rcpt-To: redacted@fastmail.com'];
    const report = feedbackReport(mail, { from, userAgent: 'Fastmail-FBL/1.0', fields }, this.id());
    await this.desk.mail(await this.fastmail.sign(report), from, 'fbl@desk.example');
  }

  /** The regulator's site, which passes on what somebody complained of. */
  async byRegulator(mail: Sent): Promise<void> {
    const from = 'spamklacht@acm.nl';
    const report = personalComplaint(mail, from, this.id());
    await this.desk.mail(await this.regulator.sign(report), from, 'abuse@desk.example');
  }

  /** A person who writes to the abuse mailbox, with the mail attached. */
  async byPerson(mail: Sent): Promise<void> {
    const from = 'jan@people.example';
    const report = personalComplaint(mail, from, this.id());
    await this.desk.mail(await this.people.sign(report), from, 'abuse@desk.example');
  }

  /** It says that it is Yahoo's, nobody signed it, and it carries no proof that the mail was ever sent. */
  async byForger(mail: Sent): Promise<void> {
    const from = 'feedback@arf.mail.yahoo.com';
    const reporter = { from, userAgent: 'Yahoo!-Mail-Feedback/2.0' };
    await this.desk.mail(
      feedbackReport({ ...mail, headers: {} }, reporter, this.id()),
      from,
      'fbl@desk.example',
    );
  }

  async byNobodyKnows(): Promise<void> {
    await this.desk.mail(
      '\u0000\u0001\u0002 no header, no report\r\n',
      'x@elsewhere.example',
      'abuse@desk.example',
    );
  }

  private id(): string {
    return `demo-${++this.count}`;
  }
}
