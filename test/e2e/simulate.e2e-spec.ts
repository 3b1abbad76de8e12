import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hours, minutes } from '@app/kernel';
import { loadSettings } from '@app/settings';
import { run } from '../../apps/cli/src/cli';
import { openHistory } from '../../apps/cli/src/history';
import { Scene } from '../support/scene';

/** Two customers of Spotler's: one who answers and is believed, and one who says nothing and is suspended, until staff are
 *  convinced. The desk goes on running while its history is replayed. */
describe('simulate, beside a running desk', () => {
  let scene: Scene;
  let dataDir: string;
  beforeAll(async () => {
    scene = await Scene.open('spotler');
    dataDir = join(scene.desk.dataDir, 'data');
    await scene.account();
    await scene.account('shop-2');
    await scene.complaintAbout('ann@yahoo.example', { account: 'shop-2' });
    await scene.pass(minutes(15));
    await scene.answer({ feedback: 'An old list was imported.', solution: 'It is gone.' });
    await scene.decide('shop-2.1', 'accept-answer');

    await scene.complaintAbout('jan@yahoo.example');
    await scene.pass(minutes(15));
    await scene.complaintAbout('piet@yahoo.example');
    await scene.pass(hours(24));
    await scene.pass(hours(1));
    expect(await scene.standing()).toBe('suspended');
    await scene.answer({ feedback: 'Unread.', solution: 'Deleted.', prevention: 'Confirmed by mail.' });
    await scene.decide('shop-1.1', 'reinstate');
    await scene.pass(hours(1));
  });
  afterAll(() => scene.close());

  const simulate = async (...args: string[]) => {
    const settings = loadSettings({
      environment: { MELDKAMER_DATA_DIR: dataDir },
      workingDir: process.cwd(),
    });
    let [out, err] = ['', ''];
    const code = await run(['simulate', ...args], {
      out: (text) => (out += text),
      err: (text) => (err += text),
      terminal: false,
      workingDir: process.cwd(),
      signal: new AbortController().signal,
      operations: () => Promise.reject(new Error('the desk is not asked')),
      history: () => Promise.resolve(openHistory(settings)),
      describe: () => ({}),
    });
    return { code, out, err };
  };
  const changed = (file: string, replace: string, by: string): string => {
    const path = join(scene.desk.dataDir, 'changed.yaml');
    const text = readFileSync(`config/policies/${file}.yaml`, 'utf8');
    expect(text).toContain(replace);
    writeFileSync(path, text.replace(replace, by));
    return path;
  };

  it('finds that under the policy that was in force nothing would have differed', async () => {
    expect(await simulate('--policy', 'config/policies/spotler.yaml')).toMatchObject({
      code: 0,
      out: '',
      err: expect.stringMatching(/ of 2 accounts under spotler .*: nothing would have differed\n$/) as string,
    });
    const since = new Date(scene.desk.now - hours(26)).toISOString();
    const later = await simulate('--policy', 'config/policies/spotler.yaml', '--since', since);
    expect(later).toMatchObject({ out: '', code: 0 });
  });

  it('says who would not have been suspended, and what of history is left out', async () => {
    const { out } = await simulate('--policy', 'config/policies/aino.yaml', '--json');
    const accounts = out
      .trimEnd()
      .split('\n')
      .map(
        (line) =>
          JSON.parse(line) as {
            accountId: string;
            differences: Record<string, unknown>[];
            assumed: object[];
          },
      );
    expect(accounts.map(({ accountId }) => accountId).sort()).toEqual(['shop-1', 'shop-2']);
    const { differences, assumed } = accounts.find(({ accountId }) => accountId === 'shop-1')!;
    expect(differences.map(({ kind, measure, turn }) => [kind, measure, turn])).toEqual([
      ['gone', 'demand', 'taken'],
      ['gone', 'suspend', 'proposed'],
      ['gone', 'suspend', 'taken'],
      ['gone', 'reinstate', 'ended'],
    ]);
    expect(assumed).toMatchObject([{ assumption: 'left-out', detail: 'reinstate: nothing-to-end' }]);
  });

  it('says that an account would have been suspended an hour earlier, by which rule', async () => {
    const auto = changed('spotler', 'unanswered:\n    value: propose', 'unanswered:\n    value: auto');
    const { out } = await simulate('--policy', auto, '--csv', '--brand', 'spotler');
    const lines = out.trimEnd().split('\r\n');
    expect(lines[0]).toBe('account,brand,kind,measure,turn,was_at,was_rule,would_at,would_rule,assuming');
    expect(lines.slice(1).map((line) => line.split(',').slice(0, 5).join(' '))).toEqual([
      'shop-1 spotler gone suspend proposed',
      'shop-1 spotler moved suspend taken',
    ]);
    const [, , , , , was, , would] = lines.find((line) => line.includes('moved'))!.split(',');
    expect(Date.parse(was!) - Date.parse(would!)).toBe(hours(1));
  });

  it('leaves other brands alone, and says what it does not understand', async () => {
    const other = await simulate('--policy', 'config/policies/aino.yaml', '--brand', 'iconneqt');
    expect(other).toMatchObject({ out: '', code: 0 });
    for (const [args, wrong] of [
      [['--policy', 'nowhere.yaml'], /nowhere\.yaml: there is no such file/],
      [[], /--policy is missing/],
      [
        ['--policy', 'config/policies/aino.yaml', '--brand', 'x'],
        /--brand "x": no setting names it; there are/,
      ],
      [['--policy', 'config/policies/aino.yaml', '--since', 'spring'], /--since "spring" is no date/],
      [['--policy', 'package.json'], /is no policy:/],
    ] as const) {
      const { code, err } = await simulate(...args);
      expect([code, err]).toEqual([2, expect.stringMatching(wrong)]);
    }
  });
});
