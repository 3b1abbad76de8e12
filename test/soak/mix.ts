import { bounce, feedbackReport, personalComplaint, Signer, type Sent } from '@app/testing';
import type { Deliveries, Delivery } from '../crash/deliveries';
import { Dice } from '../fuzz/dice';
import { hostile } from '../fuzz/mutate';
import { text, written, type Written } from './written';

export interface Message {
  readonly shape: string;
  readonly from: string; // return path, '' of a bounce
  /** Latin-1, one character a byte, with a line end at its end: SMTP would add one. */
  readonly raw: string;
  /** Whom the complaint it makes must be traced to; absent, it may make none. */
  readonly accountId?: string;
}

/** Of a hundred messages. */
const SHARES = {
  yahoo: 26,
  jmrp: 10,
  fastmail: 5,
  validity: 5,
  'forwarded as attachment': 7,
  'forwarded in the text': 8,
  xarf: 6,
  spamcop: 2,
  phishing: 2,
  bounce: 8,
  'auto-reply': 8,
  unreadable: 5,
  'sent again': 8,
} as const;
type Shape = keyof typeof SHARES;

const DRAWN = Object.entries(SHARES).flatMap(([shape, share]) => Array<Shape>(share).fill(shape as Shape));
const AGAIN_WITHIN = 500; // messages: some of those sent again are still on their way for the first time
const LONGEST = 60_000; // of one that is unreadable; what size does is for the fuzzer
const SIGNING = ['hotmail.com', 'fbl.fastmail.com', 'senderscore.net', 'people.example'] as const;

/** Message `n` is the same shape of the same delivery at every run of a seed; keys and dates are new. */
export class Mix {
  private readonly recent: Promise<Message>[] = [];
  private readonly signers: ReadonlyMap<string, Signer>;
  private made = 0;
  private delivered = 0;

  /** `told` answers delivery `n`, from 0, once the desk has been told that it was sent. */
  constructor(
    private readonly seed: number,
    private readonly deliveries: Deliveries,
    private readonly told: (n: number) => Promise<Delivery>,
  ) {
    const { zone } = deliveries;
    this.signers = new Map(SIGNING.map((domain) => [domain, new Signer(domain, zone, () => new Date())]));
  }

  next(): Promise<Message> {
    const n = this.made++;
    const dice = new Dice(this.seed, n);
    const shape = dice.pick(DRAWN);
    const message = shape === 'sent again' && n > 0 ? this.again(n, dice) : this.first(shape, n, dice);
    this.recent[n % AGAIN_WITHIN] = message;
    return message;
  }

  private async again(n: number, dice: Dice): Promise<Message> {
    const before = 1 + dice.below(Math.min(n, AGAIN_WITHIN - 1));
    return this.recent[(n - before) % AGAIN_WITHIN]!;
  }

  private first(shape: Shape, n: number, dice: Dice): Promise<Message> {
    switch (shape) {
      case 'yahoo':
      case 'sent again': // the very first, that nothing is before
        return this.about(async (delivery) => {
          const { from, raw } = await this.deliveries.report(delivery);
          return { shape: 'yahoo', from, raw };
        });
      case 'jmrp':
        return this.loop(shape, 'hotmail.com', {
          from: 'staff@hotmail.com',
          userAgent: 'JMRP/1.0',
          fields: [],
        });
      case 'fastmail':
        return this.loop(shape, 'fbl.fastmail.com', { from: 'feedbackloop@fbl.fastmail.com', userAgent: 'FastMail-FBL/1.0' }); // prettier-ignore
      case 'validity':
        return this.loop(shape, 'senderscore.net', { from: 'feedbackloop@comcast.senderscore.net', userAgent: 'ReturnPathFBL/1.0' }); // prettier-ignore
      case 'forwarded as attachment':
        return this.about(async (delivery) => {
          const from = `reader-${n}@people.example`;
          const raw = await this.sign('people.example', personalComplaint(sentOf(delivery), from, `f${n}`));
          return { shape, from, raw };
        });
      case 'unreadable':
        return Promise.resolve(this.broken(n, dice));
      case 'bounce': {
        const raw = bounce(
          'fbl@desk.example',
          `reader-${n}@mail.example`,
          dice.pick(['5.1.1', '4.2.2']),
          `b${n}`,
        );
        return Promise.resolve({ shape, from: '', raw });
      }
      default:
        return Promise.resolve(plain(shape, n, dice));
    }
  }

  /** A feedback loop's report, of one complaint each. */
  private loop(
    shape: Shape,
    domain: string,
    reporter: Parameters<typeof feedbackReport>[1],
  ): Promise<Message> {
    return this.about(async (delivery) => {
      const raw = await this.sign(
        domain,
        feedbackReport(sentOf(delivery), reporter, `${shape}${delivery.n}`),
      );
      return { shape, from: reporter.from, raw };
    });
  }

  private async about(make: (delivery: Delivery) => Promise<Omit<Message, 'accountId'>>): Promise<Message> {
    const delivery = await this.told(this.delivered++);
    return { ...(await make(delivery)), accountId: delivery.accountId };
  }

  /** Bytes of no form, or a mail that something went through. */
  private broken(n: number, dice: Dice): Message {
    const whole = () => plain(dice.pick(['xarf', 'forwarded in the text', 'spamcop'] as const), n, dice).raw;
    const raw = dice.chance(0.2) ? dice.noise(dice.size(5_000)) : hostile(whole(), dice, whole);
    return { shape: 'unreadable', from: `odd-${n}@people.example`, raw: `${raw.slice(0, LONGEST)}\r\n` };
  }

  private sign(domain: string, raw: string): Promise<string> {
    return this.signers.get(domain)!.sign(raw);
  }
}

const plain = (shape: Written, n: number, dice: Dice): Message => ({
  shape,
  from: `reader-${n}@people.example`,
  raw: text(written[shape](n, dice)),
});

const sentOf = ({ messageId, accountId, recipient, sentAt }: Delivery): Sent => ({
  messageId,
  date: sentAt.toUTCString().replace('GMT', '+0000'),
  from: `news@${accountId}.sender.example`,
  to: recipient,
});
