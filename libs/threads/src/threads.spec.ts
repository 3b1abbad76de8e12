import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startThread } from './start-thread';
import { WriterThread } from './writer-thread';

const sample = join(__dirname, 'sample-thread');

describe('a thread', () => {
  it('is started from its source wherever the process was started, with what it imports', async () => {
    const home = process.cwd();
    process.chdir(tmpdir());
    try {
      const thread = startThread(sample, 'hello');
      expect(await once(thread, 'message')).toEqual([{ row: { one: 1 }, said: 'hello' }]);
      await thread.terminate();
    } finally {
      process.chdir(home);
    }
  });
});

describe('a thread that writes', () => {
  const opened = async (data: unknown = 'hello') => {
    const [answers, deaths]: [number[], string[]] = [[], []];
    const thread = await WriterThread.opened<number | 'die', number>(sample, data, {
      answered: (answer) => answers.push(answer),
      died: (why) => deaths.push(why),
    });
    return { thread, answers, deaths };
  };

  it('answers what it was sent before it ends', async () => {
    const { thread, answers, deaths } = await opened();
    for (const n of [1, 2, 3]) thread.send(n);
    await thread.close();
    expect(answers).toEqual([2, 4, 6]);
    expect(deaths).toEqual(['its writer has ended']);
  });

  it('rejects with why it cannot begin', () => expect(opened('broken')).rejects.toThrow('it cannot begin'));

  it('tells its death, after what it answered, and is closed all the same', async () => {
    const { thread, answers, deaths } = await opened();
    thread.send(1);
    thread.send('die');
    await thread.close();
    expect(answers).toEqual([2]);
    expect(deaths).toEqual(['Error: it died', 'its writer has ended']);
    await thread.close();
  });
});
