import { hours, minutes } from '@app/kernel';
import { Scene } from '../support/scene';

let scene: Scene;
beforeEach(async () => {
  scene = await Scene.open('spotler');
  await scene.account('shop-1', { domains: ['shop.example'] });
  await scene.complaintAbout('jan@yahoo.example');
  await scene.complaintAbout('piet@yahoo.example');
  await scene.pass(minutes(15));
});
afterEach(() => scene.close());

interface Line {
  readonly by: { contactId: string | null };
  readonly complaintIds: readonly string[];
  readonly completeness: { answered: number; asked: number; missing: readonly string[] };
  readonly findings: readonly { code: string }[];
  readonly files: readonly { id: string; name?: string; type: string }[];
  readonly questionnaire?: Record<string, unknown>;
}
const request = async (more: object = {}) => {
  await scene.decide((await scene.only()).id, 'request-evidence', { ...more });
  await scene.pass(minutes(1));
};
const open = async () =>
  (await scene.desk.call<string>('GET', `${scene.answerPath()}?lang=en`, undefined, { key: null })).body;
const post = async (fields: Record<string, string>, files: Record<string, Buffer | string> = {}) => {
  const form = new FormData();
  for (const [name, text] of Object.entries(fields)) form.append(name, text);
  for (const [name, bytes] of Object.entries(files)) form.append('files', new Blob([bytes]), name);
  const answer = await fetch(`${scene.desk.url}${scene.answerPath()}?lang=en`, {
    method: 'POST',
    body: form,
  });
  const page = await answer.text();
  await scene.desk.settled();
  return { status: answer.status, page };
};
const evidence = async () =>
  (
    await scene.desk.get<{ items: Line[] }>(
      `/v1/cases/${encodeURIComponent((await scene.only()).id)}/evidence`,
    )
  ).items;

const online = {
  collected: 'online',
  collectedAt: '2026-01-05T11:00',
  how: 'They asked for the newsletter.',
  by: 'newsletter',
  url: 'https://www.shop.example/news',
  ip: '8.8.8.8',
  optIn: 'double',
  confirmedAt: '2026-01-05T11:07',
  explicitStatement: 'yes',
  statementText: 'Yes, send me the newsletter of The Shop.',
  couldConsent: 'yes',
};

describe('the questionnaire on the customer’s page', () => {
  it('SP-36: is there once evidence was asked for, and not before', async () => {
    expect(await open()).not.toContain('multipart/form-data');
    expect(await post(online)).toMatchObject({ status: 409 });
    await request();
    const page = await open();
    expect(page).toContain('multipart/form-data');
    expect(page).not.toContain('yahoo.example');
    expect(page).toContain('name="feedback"'); // beside the answer, which is asked for as well
  });

  it('SP-37 SP-38 SP-39: is answered in typed fields, with proof, and staff see how it scores', async () => {
    await request();
    const { status, page } = await post(online, { 'form.pdf': '%PDF-1.7\n', 'notes.txt': 'as told' });
    expect(status).toBe(200);
    expect(page).toContain('10 of 10 questions are answered, with 2 files.');
    const [line] = await evidence();
    expect(line).toMatchObject({
      completeness: { answered: 10, asked: 10 },
      findings: [],
      questionnaire: {
        collected: 'online',
        collectedAt: '2026-01-05T10:00:00.000Z',
        explicitStatement: true,
      },
      files: [
        { name: 'form.pdf', type: 'application/pdf' },
        { name: 'notes.txt', type: 'text/plain' },
      ],
    });
    expect(line!.by.contactId).toEqual(expect.any(String));
    expect(line!.complaintIds).toHaveLength(2);
    expect(await open()).toContain('Evidence that you sent us');
  });

  it('is about one recipient where the customer says so, by the platform’s own id', async () => {
    await request();
    expect(await open()).toContain('<option value="d1">d1</option>');
    await post({ ...online, about: 'd1' });
    const [line] = await evidence();
    expect(line!.complaintIds).toHaveLength(1);
  });

  it('SP-48: says what is missing of half an answer, and takes it', async () => {
    await request();
    const { status, page } = await post({ ...online, confirmedAt: '' });
    expect(status).toBe(200);
    expect(page).toContain('Still missing:');
    expect(page).toContain('Of a double opt-in: date and time of the confirmation');
    expect((await evidence())[0]!.completeness.missing).toEqual(['confirmedAt']);
  });

  it('SP-51: does not tell the customer what staff are told of it', async () => {
    await request();
    const { page } = await post({ ...online, couldConsent: 'no', url: 'https://lottery.example/' });
    expect((await evidence())[0]!.findings.map(({ code }) => code)).toEqual([
      'url-elsewhere',
      'no-active-consent',
    ]);
    expect(page).not.toContain('none of the domains');
  });

  it.each([
    ['no way of collection', { ...online, collected: '' }, {}, 'Choose how the address was collected'],
    ['nothing but that', { collected: 'online' }, {}, 'Answer at least one more question'],
    ['a page that is a script', { ...online, url: 'javascript:1' }, {}, 'Address of the page: this is not'],
    ['a time that is none', { ...online, collectedAt: 'May' }, {}, 'write a date and a time'],
    [
      'an answer of another way',
      { ...online, party: 'Lottery Ltd' },
      {},
      'Name of the third party: this is not asked',
    ],
    ['a program as proof', online, { 'proof.pdf': Buffer.from('MZ\x00\x01') }, 'Proof: a file is no PDF'],
    [
      'six files',
      online,
      Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`${n}.txt`, 'x'])),
      'at most 5 files',
    ],
  ])('with %s comes back with what was typed and what is wrong', async (_, fields, files, said) => {
    await request();
    const { status, page } = await post(fields, files);
    expect(status).toBe(422);
    expect(page).toContain(said);
    if ('how' in fields) expect(page).toContain('They asked for the newsletter.');
    expect(await evidence()).toEqual([]);
  });

  it('shows what staff ask besides', async () => {
    await request({ questions: ['Which agency wrote the mail?'] });
    expect(await open()).toContain('Which agency wrote the mail?');
    await post({ ...online, further: 'We wrote it ourselves.' });
    expect((await evidence())[0]!.questionnaire).toMatchObject({ further: 'We wrote it ourselves.' });
  });

  it('is not asked any more once the case is over, and what is posted then is not taken', async () => {
    await request();
    await scene.answer({ feedback: 'An old list.', solution: 'It is gone.' });
    await scene.decide((await scene.only()).id, 'accept-answer');
    expect(await open()).not.toContain('multipart/form-data');
    expect((await post(online)).status).toBe(409);
    expect(await evidence()).toEqual([]);
  });

  it('does not end the time for an answer', async () => {
    await request();
    await post(online);
    await scene.pass(hours(24));
    expect((await scene.only()).measures.map(({ measure }) => measure)).toContain('suspend');
  });

  it('is no way to bring files elsewhere, nor too many bytes', async () => {
    await request();
    const form = new FormData();
    form.append('files', new Blob(['x']), 'x.txt');
    const elsewhere = await fetch(`${scene.desk.url}/v1/opt-outs`, {
      method: 'POST',
      body: form,
      headers: scene.desk.asAdmin,
    });
    expect(elsewhere.status).toBe(415);
    const { status } = await post(online, { 'big.txt': Buffer.alloc(13 * 1024 ** 2, 'a') });
    expect(status).toBe(413);
    expect(await evidence()).toEqual([]);
  });
});
