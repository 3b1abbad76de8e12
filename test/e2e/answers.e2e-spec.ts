import { minutes } from '@app/kernel';
import { Scene } from '../support/scene';

interface WithAnswers {
  readonly answers: readonly { readonly feedback?: string | null; readonly solution?: string | null }[];
}

describe('what a customer answered', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open('spotler');
    await scene.account();
    await scene.complaintAbout('jan@yahoo.example');
    await scene.pass(minutes(15));
  });
  afterEach(() => scene.close());
  const path = async () => `/v1/cases/${encodeURIComponent((await scene.only()).id)}`;
  const words = { feedback: 'An old list was imported.', solution: 'It is gone.' };

  it('is read by who decides on it, and by nobody below', async () => {
    await scene.answer(words);
    const { answers } = await scene.desk.get<WithAnswers>(await path());
    expect(answers).toMatchObject([{ ...words, prevention: null }]);
    const viewer = await scene.key('viewer', 'who looks on');
    const seen = await scene.desk.call<WithAnswers>('GET', await path(), undefined, { key: viewer });
    expect(seen.body.answers[0]).not.toHaveProperty('feedback');
  });

  it('is not thanked for when nothing is asked any more', async () => {
    await scene.answer(words);
    await scene.decide((await scene.only()).id, 'accept-answer');
    const { revision } = await scene.only();
    expect(await scene.answer({ feedback: 'And another thing.', solution: 'None.' })).not.toBe(200);
    expect((await scene.only()).revision).toBe(revision);
  });
});
