import { execFileSync } from 'node:child_process';
import { createSign, generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { original } from '@app/testing';
import { MORNING, Scene } from '../support/scene';
import { TestDesk } from '../support/test-desk';

interface Report {
  readonly trust: string;
  readonly source: string | null;
  readonly format: string;
  readonly complaints: readonly { readonly state: string; readonly account: string | null }[];
}

describe('what is posted over HTTP', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open('spotler');
    await scene.account();
  });
  afterEach(() => scene.close());
  const report = (id: string) => scene.desk.get<Report>(`/v1/reports/${id}`);

  const record = (mail: Parameters<typeof original>[0]) => ({
    type: 'Feedback',
    id: '1d98076abbbc11ed940250ebf67f93bd',
    sender: 'feedback@arf.people.example',
    recipient: 'fbl@desk.example',
    timestamp: 1_772_528_402,
    feedback_report: {
      feedback_type: 'abuse',
      user_agent: 'Some-Feedback/1.0',
      version: '1',
      original_rcpto_to: [mail.to],
      original_message: original(mail),
    },
  });
  const postRecords = async (records: unknown, key: string) => {
    const { status, body } = await scene.desk.call<{ items: { reportId: string; duplicate: boolean }[] }>(
      'POST',
      '/v1/reports/kumomta',
      JSON.stringify(records),
      { key, headers: { 'content-type': 'application/json' } },
    );
    await scene.desk.settled();
    return { status, items: body.items };
  };

  it('with a key of a source, that source vouches for, each record of a batch', async () => {
    const { key } = await scene.desk.did<{ key: string }>('POST', '/v1/keys', {
      role: 'reporter',
      name: 'the mail server',
      source: 'kumomta',
    });
    const records = [
      record(await scene.sent('a@people.example')),
      record(await scene.sent('b@people.example')),
    ];
    const { status, items } = await postRecords(records, key);
    expect(status).toBe(202);
    for (const { reportId } of items)
      expect(await report(reportId)).toMatchObject({
        trust: 'A',
        source: 'kumomta',
        format: 'kumomta',
        complaints: [{ state: 'qualified', account: 'shop-1' }],
      });
    const again = await postRecords(records, key);
    expect(again.items.map(({ duplicate }) => duplicate)).toEqual([true, true]);
  });

  it('with any other key, nobody vouches for', async () => {
    const key = await scene.key('reporter', 'somebody');
    const { items } = await postRecords(record(await scene.sent('a@people.example')), key);
    expect(await report(items[0]!.reportId)).toMatchObject({ trust: 'D', source: null });
  });

  it.each([
    ['nosuch', /there is no source nosuch: there are/],
    ['yahoo', /source yahoo does not post with keys/],
  ])('a key for %s is not made', async (source, because) => {
    const { status, body } = await scene.desk.call<{ detail: string }>('POST', '/v1/keys', {
      role: 'reporter',
      name: 'x',
      source,
    });
    expect(status).toBe(400);
    expect(body.detail).toMatch(because);
  });

  it('by staff, who were told on paper, is a report as a mail would have been', async () => {
    const mail = await scene.sent('jan@people.example');
    const entry = {
      from: 'regulator',
      channel: 'email',
      reasons: ['I never asked for it'],
      message: { source: original(mail) },
      complainant: { address: 'jan@people.example' },
    };
    const first = await scene.desk.did<{ reportId: string }>('POST', '/v1/reports/manual', entry);
    expect(await report(first.reportId)).toMatchObject({
      trust: 'C',
      format: 'manual',
      complaints: [{ state: 'qualified', account: 'shop-1' }],
    });
    const other = await scene.desk.did<{ reportId: string }>('POST', '/v1/reports/manual', entry);
    expect(other.reportId).not.toBe(first.reportId);
    expect(await scene.complaints()).toHaveLength(1); // of one message
    const wrong = await scene.desk.call<{ errors: { path: string }[] }>('POST', '/v1/reports/manual', {
      ...entry,
      message: {},
    });
    expect([wrong.status, wrong.body.errors[0]!.path]).toEqual([400, 'message']);
  });
});

/** A certificate in Amazon's name that only this test trusts. */
const amazon = () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const folder = mkdtempSync(join(tmpdir(), 'sns-'));
  writeFileSync(join(folder, 'key.pem'), key);
  const subject = ['-subj', '/CN=sns.amazonaws.com', '-addext', 'subjectAltName=DNS:sns.amazonaws.com'];
  execFileSync(
    'openssl',
    ['req', '-x509', '-new', '-key', 'key.pem', '-days', '3650', '-out', 'cert.pem', ...subject],
    {
      cwd: folder,
      stdio: 'ignore',
    },
  );
  const certificate = readFileSync(join(folder, 'cert.pem'), 'utf8');
  rmSync(folder, { recursive: true });
  return { key, certificate };
};
const openssl = (() => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    process.stderr.write('skipped, reports over SNS: there is no openssl\n');
    return false;
  }
})();

(openssl ? describe : describe.skip)('what Amazon SNS posts', () => {
  const topic = 'arn:aws:sns:eu-west-1:123456789012:complaints';
  const certUrl =
    'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem';
  const subscribeUrl = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=abc';
  const { key, certificate } = amazon();
  const fetched: string[] = [];
  let desk: TestDesk;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sources-'));
    cpSync(join(__dirname, '../../config/sources'), folder, { recursive: true });
    const file = join(folder, 'amazon-ses.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('snsTopics: []', `snsTopics: ['${topic}']`));
    desk = await TestDesk.open({
      start: new Date().getTime() as typeof MORNING, // the certificate was made just now
      settings: { SOURCES_DIR: folder },
      fetchText: (url) => {
        fetched.push(url);
        return url === certUrl ? Promise.resolve(certificate) : Promise.resolve('<ok/>');
      },
    });
    await desk.did('PUT', '/v1/accounts/shop-1', {
      brand: 'spotler',
      name: 'The Shop',
      contacts: [{ email: 'owner@shop.example', locale: 'en' }],
    });
  });
  afterAll(async () => {
    await desk.close();
    rmSync(folder, { recursive: true });
  });

  const complaint = JSON.stringify({
    notificationType: 'Complaint',
    complaint: {
      timestamp: '2026-03-03T09:00:01.000Z',
      complaintFeedbackType: 'abuse',
      complainedRecipients: [{ emailAddress: 'jan@people.example' }],
    },
    mail: { source: 'news@shop.example', headers: [{ name: 'Message-ID', value: '<m1@shop.example>' }] },
  });
  const signed = (fields: Record<string, string> = {}): Record<string, string> => {
    const envelope: Record<string, string> = {
      Type: 'Notification',
      MessageId: 'n-1',
      TopicArn: topic,
      Message: complaint,
      Timestamp: new Date(desk.now).toISOString(),
      SignatureVersion: '2',
      SigningCertURL: certUrl,
      ...fields,
    };
    const names = [
      'Message',
      'MessageId',
      'SubscribeURL',
      'Subject',
      'Timestamp',
      'Token',
      'TopicArn',
      'Type',
    ];
    const text = names
      .filter((name) => envelope[name] !== undefined)
      .map((name) => `${name}\n${envelope[name]}\n`);
    const Signature = createSign('RSA-SHA256').update(text.join('')).sign(key, 'base64');
    return { ...envelope, Signature };
  };
  const post = async (envelope: Record<string, string>) => {
    const answer = await desk.call<{
      done?: string;
      reportId?: string;
      duplicate?: boolean;
      detail?: string;
    }>('POST', '/intake/sns', JSON.stringify(envelope), {
      key: null,
      headers: { 'content-type': 'text/plain; charset=UTF-8' },
    });
    await desk.settled();
    return answer;
  };

  it('on a topic of a source, under Amazon’s signature, is vouched for; twice it is one', async () => {
    const envelope = signed();
    const { status, body } = await post(envelope);
    expect([status, body.done, body.duplicate]).toEqual([200, 'accepted', false]);
    expect(await desk.get(`/v1/reports/${body.reportId}`)).toMatchObject({
      trust: 'A',
      source: 'amazon-ses',
      format: 'ses',
    });
    expect((await post(envelope)).body.duplicate).toBe(true);
    expect(fetched.filter((url) => url === certUrl)).toHaveLength(1);
  });

  it('is confirmed, when it asks for a subscription', async () => {
    const { body } = await post(
      signed({
        Type: 'SubscriptionConfirmation',
        Token: 'abc',
        SubscribeURL: subscribeUrl,
        MessageId: 's-1',
      }),
    );
    expect(body.done).toBe('subscribed');
    expect(fetched).toContain(subscribeUrl);
  });

  it.each<[string, () => Record<string, string>, RegExp]>([
    ['was changed after it was signed', () => ({ ...signed(), Message: '{}' }), /signature is wrong/],
    [
      'is of a topic that no source names',
      () => signed({ TopicArn: `${topic}2` }),
      /no feedback source here/,
    ],
    [
      'names a certificate elsewhere',
      () => signed({ SigningCertURL: 'https://sns.eu-west-1.amazonaws.com.evil.example/x.pem' }),
      /SigningCertURL is none of Amazon/,
    ],
    ['is no envelope', () => ({ hello: 'world' }), /Type is none that SNS sends/],
    ['is of last year', () => signed({ Timestamp: '2020-01-01T00:00:00.000Z' }), /weeks old/],
  ])('is refused when it %s', async (_, envelope, because) => {
    const { status, body } = await post(envelope());
    expect(status).toBe(403);
    expect(body.detail).toMatch(because);
  });
});
