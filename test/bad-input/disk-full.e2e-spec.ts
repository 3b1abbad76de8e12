import { seconds } from '@app/kernel';
import { MORNING } from '../support/scene';
import { TestDesk } from '../support/test-desk';
import { SmtpClient } from '../support/smtp-client';

const GIB = 1024 ** 3;
let free = 10 * GIB;
let desk: TestDesk;
let client: SmtpClient;
beforeEach(async () => {
  free = 10 * GIB;
  desk = await TestDesk.open({
    start: MORNING,
    settings: { LIMITS__FREE_DISK: '1GiB' },
    freeBytes: () => Promise.resolve(free),
  });
  client = await SmtpClient.open(desk.smtpPort);
});
afterEach(async () => {
  client.close();
  await desk.close();
});

const becomes = async (bytes: number) => {
  free = bytes;
  await desk.pass(seconds(2)); // what is free is asked again after a second
};
const REPORT = 'From: a@people.example\r\nSubject: spam\r\n\r\nI never asked for this.\r\n';
const mailed = (raw: string) => client.send('a@people.example', 'abuse@desk.example', raw);
const posted = (raw: string) =>
  desk.call<{ reportId: string }>('POST', '/v1/reports', raw, {
    headers: { 'content-type': 'message/rfc822' },
  });
const ready = () =>
  desk.call<{ status: string; checks: { disk: { state: string; detail?: string } } }>(
    'GET',
    '/health/ready',
    undefined,
    { key: null },
  );

describe('disk full', () => {
  it('or nearly: mail is told to come again, before it is sent', async () => {
    await becomes(0.9 * GIB);
    expect(await mailed(REPORT)).toEqual({ code: 452, text: 'insufficient storage; try again later' });
    expect((await client.say('MAIL FROM:<a@people.example> SIZE=20000000\r\n')).code).toBe(452);
  });

  it('or nearly: what is posted is 507 with Retry-After, and decisions of people go on', async () => {
    const { id } = await desk.did<{ id: string }>('POST', '/v1/keys', { role: 'viewer', name: 'v' });
    await becomes(0.9 * GIB);
    const refused = { status: 507, body: { type: 'urn:meldkamer:problem:disk-full' } };
    const answer = await posted(REPORT);
    expect(answer).toMatchObject(refused);
    expect(answer.headers.get('retry-after')).toBe('60');
    for (const path of ['messages', 'opt-outs', 'injections', 'delivery-volumes'])
      expect(await desk.call('POST', `/v1/${path}`, [])).toMatchObject(refused);
    expect((await desk.call('DELETE', `/v1/keys/${id}`)).status).toBe(204);
    expect(
      (await desk.call('POST', '/v1/automation/desk', { automatic: false, reason: 'the disk is full' }))
        .status,
    ).toBe(200);
  });

  it('is what /health/ready says, with the numbers', async () => {
    expect((await ready()).body).toMatchObject({ status: 'ok', checks: { disk: { state: 'ok' } } });
    await becomes(0.5 * GIB);
    expect(await ready()).toMatchObject({
      status: 200, // people and the platform are still answered
      body: {
        status: 'degraded',
        checks: {
          disk: {
            state: 'degraded',
            detail: '512 MiB are free, and limits.freeDisk is 1024 MiB: nothing is taken in',
          },
        },
      },
    });
  });

  it('loses nothing that was accepted, and mail and posts are taken again once there is room', async () => {
    const before = await posted(REPORT);
    await becomes(0);
    expect((await posted(`${REPORT}again\r\n`)).status).toBe(507);
    expect(await desk.get(`/v1/reports/${before.body.reportId}`)).toMatchObject({ state: 'examined' });
    await becomes(2 * GIB);
    expect((await mailed(`${REPORT}by mail\r\n`)).code).toBe(250);
    expect((await posted(`${REPORT}again\r\n`)).status).toBe(202);
  });

  it('in the size of what comes: a report that would leave too little is refused, a small one taken', async () => {
    await becomes(GIB + 5_000);
    expect((await posted(`${REPORT}${'x'.repeat(10_000)}`)).status).toBe(507);
    expect((await posted(REPORT)).status).toBe(202);
    expect((await client.say('MAIL FROM:<a@people.example> SIZE=10000\r\n')).code).toBe(452);
  });
});
