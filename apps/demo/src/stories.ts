import type { Customer } from './customer';
import type { DemoDesk } from './demo-desk';
import type { Reporters } from './reporters';
import type { Teller } from './teller';
import { until } from './until';
import type { Entry } from './words';

export interface Stage {
  readonly desk: DemoDesk;
  readonly reporters: Reporters;
  readonly teller: Teller;
}

/** Spotler's policy: whoever answers with a solution goes on. */
export const answersInTime = async ({ desk, reporters, teller }: Stage, bakery: Customer): Promise<void> => {
  const mail = await bakery.sends('anna@yahoo.com', 'spring');
  teller.says(bakery.id, 'a recipient presses "spam": Yahoo reports it; the same person writes to abuse@');
  await reporters.byYahoo(mail);
  await reporters.byPerson(mail);
  const demanded = await teller.heard(bakery.id, 'AnswerDemanded');
  await teller.heard(bakery.id, 'ReportCorroborated');
  const page = await bakery.page();
  teller.says(bakery.id, `opens the link in the notice, and answers: ${page.slice(0, 48)}…`);
  await desk.answer(page, {
    feedback: 'An old list was imported by mistake.',
    solution: 'The list is deleted, and imports need a second look from now on.',
  });
  await teller.heard(bakery.id, 'AnswerReceived');
  teller.says(bakery.id, 'staff read the answer, and accept it');
  await decide(desk, demanded, 'accept-answer');
  await teller.heard(bakery.id, 'CaseResolved');
};

/** Spotler's policy: who is asked has 24 hours. What comes of saying nothing, `isSuspended` tells. */
export const staysSilent = async ({ reporters, teller }: Stage, gadgets: Customer): Promise<void> => {
  teller.says(
    gadgets.id,
    'three recipients press "spam": Microsoft (JMRP), Comcast (Validity) and Fastmail tell',
  );
  await reporters.byMicrosoft(await gadgets.sends('bob@outlook.com', 'launch'));
  await reporters.byValidity(await gadgets.sends('carol@comcast.net', 'launch'));
  await reporters.byFastmail(await gadgets.sends('hans@fastmail.com', 'launch'));
  await teller.heard(gadgets.id, 'AnswerDemanded');
  teller.says(gadgets.id, 'says nothing. Meanwhile, elsewhere');
};

export const isSuspended = async ({ teller }: Stage, gadgets: Customer): Promise<void> => {
  await teller.heard(gadgets.id, 'AccountSuspended');
  await teller.heard(gadgets.id, 'OrderConfirmed', { order: 'suspend' });
};

/** Spotler's policy: confirmed unwanted mail is held at once, and has to end within two hours. */
export const mailsOn = async ({ desk, reporters, teller }: Stage, pills: Customer): Promise<void> => {
  teller.says(pills.id, 'a recipient presses "spam": Yahoo reports it');
  await reporters.byYahoo(await pills.sends('dirk@yahoo.com', 'miracle'));
  const demanded = await teller.heard(pills.id, 'AnswerDemanded');
  teller.says(pills.id, 'staff look at the mail, and confirm that nobody asked for it');
  await decide(desk, demanded, 'confirm-unwanted');
  await teller.heard(pills.id, 'DeadlineReached', { name: 'stop-due' });
  teller.says(pills.id, 'hands in the same mailing all the same; the platform refuses it');
  await desk.call('POST', '/v1/injections', [
    {
      accountId: pills.id,
      campaignId: 'miracle',
      stream: 'bulk',
      at: new Date().toISOString(),
      state: 'refused',
    },
  ]);
  await teller.heard(pills.id, 'StopBreached');
  await teller.heard(pills.id, 'OrderConfirmed', { order: 'suspend' });
};

/** iConneqt's policy: a warning, and closure on the next complaint about newer mail, by two people. */
export const isWarnedOnce = async ({ desk, reporters, teller }: Stage, travel: Customer): Promise<void> => {
  teller.says(travel.id, 'the regulator’s site passes a complaint on');
  await reporters.byRegulator(await travel.sends('els@people.example', 'sun'));
  await teller.heard(travel.id, 'NoticeAccepted');
  await until('the warning is two hours old', later(2_500)); // mail of the first hour is no new mail
  teller.says(travel.id, 'mails again, and somebody else complains');
  await reporters.byRegulator(await travel.sends('frank@others.example', 'snow'));
  const proposed = await teller.heard(travel.id, 'MeasureProposed', { measure: 'close' });
  for (const [name, outcome] of [
    ['Ada', 'MeasureSeconded'],
    ['Bob', 'DamageClaimOpened'],
  ] as const) {
    const { key } = await desk.call<{ key: string }>('POST', '/v1/keys', { role: 'supervisor', name });
    teller.says(travel.id, `${name}, a supervisor, approves of the closure`);
    await decide(desk, proposed, 'approve', { measureId: proposed.data['measureId'] }, key);
    await teller.heard(travel.id, outcome);
  }
  await teller.heard(travel.id, 'OrderConfirmed', { order: 'close' });
};

/** Somebody wants an honest customer silenced, and something arrives that nobody can read. */
export const isFramed = async ({ desk, reporters, teller }: Stage, florist: Customer): Promise<void> => {
  teller.says(florist.id, 'somebody forges a report in Yahoo’s name, and something unreadable arrives');
  await reporters.byForger(await florist.sends('gina@yahoo.com', 'roses'));
  await reporters.byNobodyKnows();
  await teller.heard(florist.id, 'ComplaintFiled');
  for (const queue of ['security', 'reports']) {
    const { why } = await until(`a report in the queue ${queue}`, () => firstIn(desk, queue));
    teller.notes(florist.id, `waits for a person in the queue "${queue}": ${why}`);
  }
};

/** Some hours after `isFramed`. Rejects when anything did follow. */
export const isUnharmed = async ({ desk, teller }: Stage, florist: Customer): Promise<void> => {
  const { items: cases } = await desk.get<{ items: readonly unknown[] }>(`/v1/cases?account=${florist.id}`);
  const standing = await florist.standing();
  if (cases.length > 0 || standing !== 'good')
    throw new Error(`The forged report moved something: ${cases.length} cases, standing ${standing}.`);
  teller.notes(florist.id, `no measure followed from the forged report: no case, standing ${standing}`);
};

const firstIn = async (desk: DemoDesk, queue: string): Promise<{ readonly why: string } | undefined> => {
  const { items } = await desk.get<{ items: readonly { why: string }[] }>(`/v1/reports?queue=${queue}`);
  return items[0];
};

const decide = (desk: DemoDesk, about: Entry, decision: string, more: object = {}, key?: string) =>
  desk.call(
    'POST',
    `/v1/cases/${String(about.data['caseId'])}/decisions`,
    { decision, reason: 'as shown in the demonstration', ...more },
    key,
  );

const later = (ms: number) => {
  const at = performance.now() + ms;
  return () => (performance.now() >= at ? true : undefined);
};
