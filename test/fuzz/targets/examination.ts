import { Examiner, loadSources, zoneResolver } from '@app/examination';
import { Signer, type Zone } from '@app/testing';
import { must } from '../fault';
import { hostile } from '../mutate';
import { mustBeBounded } from './report';
import { bytesOf, type Target } from './target';
import { hostileMail } from './mails';

const AT = Date.parse('2026-03-03T09:00:00Z');
const TIMEOUT = 15_000; // ms; fuzzing shares its machine
const TRAVELLED = { mailFrom: 'fbl@fbl.test', clientIp: '192.0.2.1', helo: 'mx.fbl.test' };

/** All of it: a thread of its own with a hard stop, mailauth, the registry, DNS from a zone. A share of the mails is signed,
 *  so that mailauth has something to verify. */
export class ExaminationTarget implements Target {
  readonly name = 'examiner';
  readonly share = 2;
  private readonly zone: Zone = { 'fbl.test': { TXT: ['v=spf1 ip4:192.0.2.1 -all'] } };
  private readonly signed: string[] = [];
  private examiner: Examiner | undefined;

  async prepare(mails: readonly string[]): Promise<void> {
    const signer = new Signer('fbl.test', this.zone, () => new Date(AT));
    for (const mail of mails) this.signed.push(await signer.sign(mail.replace(/\r?\n/g, '\r\n')));
    const registry = loadSources('config/sources');
    this.examiner = new Examiner({
      registry: () => registry,
      resolver: zoneResolver(() => this.zone),
      threads: 1,
      timeout: TIMEOUT,
      keepDns: 60_000,
    });
  }

  input: Target['input'] = (dice, seeds) =>
    dice.chance(0.6)
      ? bytesOf(hostile(dice.pick(this.signed), dice, () => dice.pick(seeds.mails)))
      : hostileMail(dice, seeds);

  async check(bytes: Buffer) {
    const { examiner } = this;
    if (!examiner) throw new Error('the examiner was not prepared');
    const found = await examiner.examine(bytes, TRAVELLED, { receivedAt: AT, final: true });
    if (found.outcome === 'deferred') return { signature: `deferred, ${found.because}` };
    const { report, trust, authentication, disposition, alarms } = found;
    must('examined', !alarms.includes('examination-failed'), () => report.problems.join());
    mustBeBounded(report);
    must('bounds', trust.why.length <= 500, () => `a reason of ${trust.why.length} characters`);
    const own = await examiner.ownSignatures(bytes, report, () => true, AT);
    return {
      signature: `${trust.level} ${disposition} ${Object.values(authentication).join(' ')} ${JSON.stringify(own).slice(0, 40)}`,
    };
  }

  async close(): Promise<void> {
    await this.examiner?.close();
  }
}
