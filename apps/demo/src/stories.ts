import type { Customer, Reporters } from './customer';
import type { DemoDesk } from './demo-desk';
import type { Teller } from './teller';

interface Stage {
  readonly desk: DemoDesk;
  readonly reporters: Reporters;
  readonly teller: Teller;
}
const decide = (desk: DemoDesk, caseId: string, decision: string, more: object = {}, key?: string) =>
  desk.call(
    'POST',
    `/v1/cases/${caseId}/decisions`,
    { decision, reason: 'as shown in the demonstration', ...more },
    key,
  );

/** Spotler's policy: whoever answers with a solution goes on. */
export const answersInTime = async ({ desk, reporters, teller }: Stage, bakery: Customer): Promise<void> => {
  const mail = await bakery.sends('anna@yahoo.com', 'spring');
  teller.says(
    bakery.id,
    'a recipient presses "spam"; Yahoo reports it, then the same person writes to abuse@',
  );
  await reporters.byYahoo(mail);
  await reporters.byPerson(mail);
  const { id } = await bakery.caseIn('demanded');
  const page = await bakery.page();
  teller.says(bakery.id, `opens the link of the notice and answers: ${page.slice(0, 48)}…`);
  await desk.answer(page, {
    feedback: 'An old list was imported by mistake.',
    solution: 'The list is deleted, and imports need a second look from now on.',
  });
  await bakery.caseIn('answered');
  teller.says(bakery.id, 'staff read it, and accept');
  await decide(desk, id, 'accept-answer');
};

/** Spotler's policy: who does not answer within the window is suspended, until staff are convinced. */
export const staysSilent = async ({ reporters, teller }: Stage, gadgets: Customer): Promise<void> => {
  teller.says(
    gadgets.id,
    'three recipients complain: Microsoft tells three fields, Validity and Fastmail hide the recipient',
  );
  await reporters.byMicrosoft(await gadgets.sends('bob@outlook.com', 'launch'));
  await reporters.byValidity(await gadgets.sends('carol@comcast.net', 'launch'));
  await reporters.byFastmail(await gadgets.sends('hans@fastmail.com', 'launch'));
  await gadgets.caseIn('demanded');
  teller.says(gadgets.id, 'says nothing (24 hours are 24 seconds here)');
  await gadgets.comesTo('suspended');
};

/** Spotler's policy: confirmed unwanted mail is held at once, and has to end within two hours. */
export const mailsOn = async ({ desk, reporters, teller }: Stage, pills: Customer): Promise<void> => {
  await reporters.byYahoo(await pills.sends('dirk@yahoo.com', 'miracle'));
  const { id } = await pills.caseIn('demanded');
  teller.says(pills.id, 'staff look at the mail, and confirm that nobody asked for it');
  await decide(desk, id, 'confirm-unwanted');
  await pills.caseIn('stopping');
  const { dueAt } = await desk.until('the stop order has its deadline', async () => {
    const { deadlines } = await desk.get<{ deadlines: readonly { name: string; dueAt: string }[] }>(
      `/v1/cases/${id}`,
    );
    return deadlines.find(({ name }) => name === 'stop-due');
  });
  await desk.until('the two hours are over', () => (Date.now() > Date.parse(dueAt) + 100 ? true : undefined));
  teller.says(pills.id, 'tries to send all the same, after the two hours');
  await desk.call('POST', '/v1/injections', [
    {
      accountId: pills.id,
      campaignId: 'miracle',
      stream: 'bulk',
      at: new Date().toISOString(),
      state: 'refused',
    },
  ]);
  await pills.proposal('close');
};

/** iConneqt's policy: a warning, and closure on the next complaint about newer mail, by two people. */
export const isWarnedOnce = async ({ desk, reporters, teller }: Stage, travel: Customer): Promise<void> => {
  teller.says(travel.id, 'the regulator’s site passes a complaint on');
  await reporters.byRegulator(await travel.sends('els@people.example', 'sun'));
  await travel.comesTo('warned');
  await desk.until('the warning is some hours old', later(4_000));
  teller.says(travel.id, 'mails again, and somebody else complains');
  await reporters.byRegulator(await travel.sends('frank@others.example', 'snow'));
  const { caseId, measureId } = await travel.proposal('close');
  for (const name of ['Ada', 'Bob']) {
    const { key } = await desk.call<{ key: string }>('POST', '/v1/keys', { role: 'supervisor', name });
    teller.says(travel.id, `${name} approves of the closure`);
    await decide(desk, caseId, 'approve', { measureId }, key);
  }
  await travel.comesTo('closed');
};

/** Somebody wants an honest customer silenced, and something arrives that nobody can read. */
export const isFramed = async ({ desk, reporters, teller }: Stage, florist: Customer): Promise<void> => {
  teller.says(florist.id, 'somebody forges a report in Yahoo’s name; something unreadable comes as well');
  await reporters.byForger(await florist.sends('gina@yahoo.com', 'roses'));
  await reporters.byNobodyKnows();
  await desk.until('both wait for a person', async () => {
    const { items } = await desk.get<{ items: readonly { queue: string }[] }>('/v1/queues');
    const queues = items.map(({ queue }) => queue);
    return queues.includes('security') && queues.includes('reports') ? true : undefined;
  });
  await teller.catchUp();
  teller.says(florist.id, `nothing follows: standing ${await florist.standing()}`);
};

const later = (ms: number) => {
  const at = performance.now() + ms;
  return () => (performance.now() >= at ? true : undefined);
};
