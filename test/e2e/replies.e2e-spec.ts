import { hours, minutes } from '@app/kernel';
import { Scene } from '../support/scene';

interface Case {
  readonly tasks: readonly string[];
  readonly deadlines: readonly { readonly name: string }[];
  readonly answers: readonly { readonly feedback: string | null; readonly solution: string | null }[];
}

/** A customer who answers the notice by mail instead of on the page. */
describe('a reply to a notice', () => {
  let scene: Scene;
  let signed: (text: string) => Promise<string>;
  let replyTo: string;
  const OWNER = 'owner@shop-1.customer.example';
  beforeEach(async () => {
    scene = await Scene.open('spotler');
    const customer = scene.desk.signer('shop-1.customer.example');
    signed = (text) => customer.sign(text.replaceAll('\n', '\r\n'));
    await scene.account();
    await scene.complaintAbout('jan@yahoo.example');
    await scene.pass(minutes(15));
    replyTo = /^Reply-To:\s*<?(answer\+[^\s>]+)/im.exec(scene.desk.outbox().at(-1)!)![1]!;
  });
  afterEach(() => scene.close());

  const written = (from: string, text: string, more = '') =>
    `From: The Shop <${from}>\nTo: ${replyTo}\nSubject: Re: Uw antwoord is nodig\n` +
    `Date: Tue, 03 Mar 2026 10:00:00 +0100\nMessage-ID: <${text.length}@shop-1.customer.example>\n${more}\n${text}\n`;
  const LETTER =
    'We bought that list, and deleted it.\n\nOp di 3 mrt 2026 om 10:15 schreef Spotler:\n> Wij ontvingen klachten.';
  const arrives = (mail: string, from = OWNER) => scene.desk.mail(mail, from, replyTo);
  const shown = async () => scene.desk.get<Case>(`/v1/cases/${(await scene.only()).id}`);
  const runs = async () => (await shown()).deadlines.some(({ name }) => name === 'answer-due');
  const queue = async (name: string) => {
    const { items } = await scene.desk.get<{ items: { queue: string; count: number }[] }>('/v1/queues');
    return items.find((one) => one.queue === name)?.count ?? 0;
  };

  it('that their domain vouches for counts as the answer, without what it quotes', async () => {
    expect(await runs()).toBe(true);
    await arrives(await signed(written(OWNER, LETTER)));
    expect((await shown()).answers).toMatchObject([
      { feedback: 'We bought that list, and deleted it.', solution: 'We bought that list, and deleted it.' },
    ]);
    expect(await runs()).toBe(false);
    expect((await shown()).tasks).toContain('assess-answer');
    expect(await queue('replies')).toBe(0);
    await scene.pass(hours(25));
    expect(await scene.standing()).toBe('good');
  });

  it('that comes twice is one answer', async () => {
    const mail = await signed(written(OWNER, LETTER));
    await arrives(mail);
    await arrives(mail);
    expect((await shown()).answers).toHaveLength(1);
  });

  it.each<[string, () => Promise<string>]>([
    ['nobody vouches for', () => Promise.resolve(written(OWNER, LETTER).replaceAll('\n', '\r\n'))],
    ['is from another address than the account’s', () => signed(written('somebody@shop-1.customer.example', LETTER))],
    ['has two senders', () => signed(written(OWNER, LETTER, 'From: x@shop-1.customer.example\n'))],
    ['says nothing of its own', () => signed(written(OWNER, '> Wij ontvingen klachten.'))],
  ])('that %s stops no clock, and waits for a person', async (_, mail) => {
    await arrives(await mail());
    expect(await runs()).toBe(true);
    expect((await shown()).answers).toEqual([]);
    expect(await queue('replies')).toBe(1);
  });

  it('that a program wrote stops no clock, and bothers nobody', async () => {
    await arrives(await signed(written(OWNER, 'I am away until Monday.', 'Auto-Submitted: auto-replied\n')));
    expect(await runs()).toBe(true);
    expect(await queue('replies')).toBe(0);
  });

  it('with the spam forwarded in it is no complaint', async () => {
    const { items: before } = await scene.desk.get<{ items: unknown[] }>('/v1/complaints');
    const spam = 'We deleted the list.\n\n---------- Forwarded message ---------\nFrom: Shop <news@shop-1.sender.example>\nDate: Tue, 3 Mar 2026 09:00:00 +0100\nSubject: Sale\nTo: <jan@yahoo.example>\n\nBuy now.';
    await arrives(await signed(written(OWNER, spam)));
    expect((await scene.desk.get<{ items: unknown[] }>('/v1/complaints')).items).toHaveLength(before.length);
    expect((await shown()).answers).toMatchObject([{ feedback: 'We deleted the list.' }]);
  });

  it('after the case has ended waits for a person', async () => {
    await arrives(await signed(written(OWNER, LETTER)));
    await scene.decide((await scene.only()).id, 'accept-answer');
    await arrives(await signed(written(OWNER, 'Thank you, and sorry once more.')));
    expect(await queue('replies')).toBe(1);
  });
}); // prettier-ignore
