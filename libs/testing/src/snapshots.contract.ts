import type { Snapshot, Snapshots } from '@app/event-store';

/** What every store of snapshots must do. `open` makes one of its own, and empty, at each call. */
export const snapshotsContract = (adapter: string, open: () => Promise<Snapshots>): void =>
  describe(`${adapter} as a store of snapshots`, () => {
    const form = { name: 'case', version: 2 };
    const snapshot = (revision: number): Snapshot => ({
      revision,
      eventId: `event-${revision}`,
      state: { open: true, 'naïve "key"': [1, null, { deep: revision }] },
      commands: `\nc-1 1\nc-2 ${revision}`,
    });
    let snapshots: Snapshots;
    beforeEach(async () => {
      snapshots = await open();
    });

    it('has none at first', async () => expect(await snapshots.load('case-1', form)).toBeUndefined());

    it('gives back what was saved last, for that stream', async () => {
      await snapshots.save('case-1', form, snapshot(50));
      await snapshots.save('case-2', form, snapshot(7));
      await snapshots.save('case-1', form, snapshot(100));
      expect(await snapshots.load('case-1', form)).toEqual(snapshot(100));
      expect(await snapshots.load('case-2', form)).toEqual(snapshot(7));
      await snapshots.save('case-1', form, snapshot(60)); // a restored log is shorter
      expect(await snapshots.load('case-1', form)).toEqual(snapshot(60));
    });

    it('knows none of another version of the code, nor of another decider', async () => {
      await snapshots.save('case-1', form, snapshot(50));
      expect(await snapshots.load('case-1', { ...form, version: 1 })).toBeUndefined();
      expect(await snapshots.load('case-1', { ...form, version: 3 })).toBeUndefined();
      expect(await snapshots.load('case-1', { ...form, name: 'account' })).toBeUndefined();
    });

    it('keeps those of two deciders of one stream apart', async () => {
      await snapshots.save('case-1', form, snapshot(50));
      await snapshots.save('case-1', { name: 'other', version: 1 }, snapshot(9));
      expect(await snapshots.load('case-1', form)).toEqual(snapshot(50));
    });
  });
