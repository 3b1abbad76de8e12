import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { days, hours, minutes } from '@app/kernel';
import { feedbackReport, personalComplaint, type Sent } from '@app/testing';
import { Scene } from '../support/scene';

const YAHOO = { from: 'feedback@arf.mail.yahoo.com', userAgent: 'Yahoo!-Mail-Feedback/2.0' };
let scene: Scene;
afterEach(() => scene.close());
const opened = async (brand: string) => {
  scene = await Scene.open(brand);
  await scene.account();
};
const measures = async () =>
  (await scene.cases()).flatMap((c) => c.measures.map((m) => [m.measure, m.state]));

describe('a report forged in the name of a feedback source', () => {
  beforeEach(() => opened('spotler'));
  const about = async (made: (raw: string, mail: Sent) => Promise<string>) => {
    for (const name of ['jan', 'piet']) {
      const mail = { ...(await scene.sent(`${name}@yahoo.example`)), headers: {} };
      await scene.desk.mail(await made(feedbackReport(mail, YAHOO, name), mail), YAHOO.from);
      await scene.pass(minutes(15));
    }
    await scene.pass(hours(24));
    await scene.pass(days(2));
    return { notices: scene.desk.outbox().length > 0, standing: await scene.standing() };
  };

  it('the control: signed by the source, it leads to a demand and a suspension', async () =>
    expect(await about((raw) => scene.yahoo.sign(raw))).toEqual({ notices: true, standing: 'suspended' }));

  it.each<[string, (raw: string) => Promise<string>]>([
    ['not signed', (raw) => Promise.resolve(raw)],
    ['signed by the forger', (raw) => scene.desk.signer('attacker.example').sign(raw)],
    ['signed by a domain above the source’s', (raw) => scene.desk.signer('yahoo.com').sign(raw)],
    [
      'signed by the source before it was changed',
      async (raw) => (await scene.yahoo.sign(raw)).replace('Feedback-Type: abuse', 'Feedback-Type: fraud'),
    ],
    [
      'with a second From under the source’s own signature',
      async (raw) => `From: <x@attacker.example>\r\n${await scene.yahoo.sign(raw)}`,
    ],
  ])('%s, leads to nothing', async (_, made) =>
    expect(await about(made)).toEqual({ notices: false, standing: 'good' }),
  );
});

describe('recipients who collude', () => {
  const farm = ['jan', 'piet', 'kees', 'els', 'ina'].map((name) => `${name}@yahoo.example`);

  it('over a feedback loop have the customer warned, and held by no rule', async () => {
    await opened('iconneqt');
    await scene.complaintAbout(farm[0]!);
    await scene.pass(days(2));
    for (const address of farm.slice(1)) await scene.complaintAbout(address);
    await scene.pass(days(3));
    expect(await measures()).toEqual([['warn', 'taken']]);
  });

  it('over the regulator have the customer held, and closed by no rule: that takes two people of the desk', async () => {
    await opened('iconneqt');
    const acm = scene.desk.signer('acm.nl');
    for (const address of farm) {
      const raw = personalComplaint(await scene.sent(address), 'spamklacht@acm.nl', address);
      await scene.desk.mail(await acm.sign(raw), 'spamklacht@acm.nl', 'abuse@desk.example');
      await scene.pass(hours(3));
    }
    await scene.pass(days(3));
    expect(await measures()).toEqual([
      ['warn', 'taken'],
      ['hold', 'taken'],
      ['close', 'proposed'],
    ]);
    expect(await scene.standing()).toBe('held');
  });

  const rate = async (delivered: number) => {
    await scene.desk.did('POST', '/v1/delivery-volumes', [
      { accountId: 'shop-1', provider: 'yahoo', day: '2026-03-03', delivered, revision: 1 },
    ]);
    for (const name of farm) await scene.complaintAbout(name);
    return scene.desk.get<{ complaints: number; actionable: boolean }>('/v1/accounts/shop-1/complaint-rate');
  };
  it.each([
    [500, false],
    [1_500, true], // the control
  ])(
    'of a sender of %i messages make a rate that looks high; that a rule may act on it is %s',
    async (delivered, actionable) => {
      await opened('iconneqt');
      expect(await rate(delivered)).toMatchObject({ complaints: 5, breached: true, actionable });
    },
  );
});

describe('a customer who wants to know who complained, to wash their list', () => {
  beforeEach(() => opened('spotler'));
  const page = async () =>
    (await scene.desk.call<string>('GET', scene.answerPath(), undefined, { key: null })).body;
  const told = async () => {
    await scene.pass(minutes(15));
    const mails = scene.desk.outbox().map((mail) => mail.replace(/=\r?\n/g, '').replace(/=40/g, '@')); // quoted-printable
    return [...mails, await page()].join('\n');
  };

  it('is told of the campaign, and of no complainant', async () => {
    await scene.complaintAbout('jan.unlikely@yahoo.example');
    const people = scene.desk.signer('people.example');
    const mail = await scene.sent('piet.unlikely@people.example');
    await scene.desk.mail(
      await people.sign(personalComplaint(mail, 'piet.unlikely@people.example', 'own')),
      'piet.unlikely@people.example',
      'abuse@desk.example',
    );
    const text = await told();
    expect(text).toContain('spring'); // the control
    expect(text).not.toMatch(/unlikely/i);
  });
});

describe('a report full of addresses to fetch', () => {
  beforeEach(() => opened('spotler'));
  let trap: Server;
  const asked: string[] = [];
  beforeEach(async () => {
    asked.length = 0;
    trap = createServer((request, response) => {
      asked.push(request.url!);
      response.end();
    });
    await new Promise<void>((listening) => trap.listen(0, '127.0.0.1', listening));
  });
  afterEach(() => new Promise((closed) => trap.close(closed)));

  it('has none of them fetched', async () => {
    const url = `http://127.0.0.1:${(trap.address() as AddressInfo).port}`;
    const mail = await scene.sent('jan@yahoo.example');
    const headers = {
      ...mail.headers,
      'List-Unsubscribe': `<${url}/unsubscribe>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    };
    const fields = [
      `Original-Rcpt-To: <${mail.to}>`,
      `Reported-URI: ${url}/reported`,
      `Subscription-Link: ${url}/subscription`,
    ];
    const report = feedbackReport({ ...mail, headers }, { ...YAHOO, fields }, 'r1').replace(
      'This is an email abuse report.',
      `<img src="${url}/pixel.gif"> ${url}/text`,
    );
    await scene.desk.mail(await scene.yahoo.sign(report), YAHOO.from);
    const notification = {
      Type: 'SubscriptionConfirmation',
      SubscribeURL: `${url}/subscribe`,
      SigningCertURL: `${url}/cert`,
    };
    await scene.desk.call('POST', '/intake/sns', JSON.stringify(notification), {
      key: null,
      headers: { 'content-type': 'text/plain' },
    });
    await scene.pass(minutes(15));
    expect(await scene.complaints()).toHaveLength(1); // it was read
    expect(asked).toEqual([]);
    await fetch(`${url}/control`);
    expect(asked).toEqual(['/control']);
  });
});

describe('a report whose original is a web page with a script', () => {
  beforeEach(() => opened('spotler'));

  it('is handed out as a file, and never as a page', async () => {
    const script = '<script>alert(1)</script>';
    const raw = `From: a@b.example\r\nContent-Type: text/html\r\nContent-Disposition: inline; filename="x.html"\r\n\r\n${script}\r\n`;
    await scene.desk.mail(raw, 'a@b.example', 'abuse@desk.example');
    const { items } = await scene.desk.get<{ items: { id: string }[] }>('/v1/reports?queue=reports');
    const { body, headers } = await scene.desk.call<string>('GET', `/v1/reports/${items[0]!.id}/original`);
    expect(body).toContain(script); // nothing was taken out of it
    expect(headers.get('content-type')).toBe('message/rfc822');
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="[\w-]+\.eml"$/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  });
});
