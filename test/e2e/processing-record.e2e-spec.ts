import { Scene } from '../support/scene';

interface Activity {
  readonly brand: string;
  readonly residency: { readonly data: string | null; readonly backups: string | null };
  readonly retention: readonly string[];
}

describe('the record of processing', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open('iconneqt', { RETENTION__RAWREPORTS: '30d' });
  });
  afterEach(() => scene.close());

  it('IN-15, IN-16: says of each brand where its data and its backups are, and for how long', async () => {
    const { items } = await scene.desk.get<{ items: Activity[] }>('/v1/processing-record');
    const of = (brand: string) => items.find((one) => one.brand === brand)!;
    expect(of('iconneqt').residency).toEqual({ data: 'the Netherlands', backups: 'Germany' });
    expect(of('spotler').residency).toEqual({ data: null, backups: null });
    expect(of('iconneqt').retention[0]).toBe('reported messages: 30 days, longer while a case rests on them');
  });
});
