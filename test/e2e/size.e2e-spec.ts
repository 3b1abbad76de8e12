import { join } from 'node:path';
import Database from 'libsql';
import { Scene } from '../support/scene';

interface Stored {
  readonly type: string;
  readonly data: string;
}

/** What the limits of the design allow a complaint from which nothing follows: "at most 4 events and 3 KB". */
const MOST = 3 * 1_024;

describe('an uneventful complaint, as it is stored', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open('spotler');
    await scene.account();
  });
  afterEach(() => scene.close());

  it('is four events and less than 3 KB, and a fifth small one where it joins an open case', async () => {
    await scene.complaintAbout('jan@yahoo.example'); // opens the case
    const log = new Database(join(scene.desk.dataDir, 'data', 'events.db'), { readonly: true });
    const { n } = log.prepare('select max(position) as n from events').get() as { n: number };
    await scene.complaintAbout('mevrouw.van.den.berg-jansen@yahoo.example');
    const stored = log
      .prepare('select type, data from events where position > ? order by position')
      .all(n) as Stored[];
    log.close();
    const [joined, ...road] = stored.toSorted((a, b) =>
      a.type === 'ComplaintJoined' ? -1 : b.type === 'ComplaintJoined' ? 1 : 0,
    );
    expect(road.map(({ type }) => type)).toEqual([
      'ReportReceived',
      'ReportExamined',
      'ComplaintFiled',
      'RecipientSuppressed',
    ]);
    expect(road.reduce((sum, { data }) => sum + data.length, 0)).toBeLessThan(MOST);
    expect(joined!.type).toBe('ComplaintJoined');
    expect(joined!.data.length).toBeLessThan(500);
  });
});
