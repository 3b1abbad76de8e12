import { messagesInMsg } from '../../../libs/examination/src/formats/outlook/msg';
import { outlookFile, outlookProperties, type OutlookStorage } from '@app/testing';
import { cpuOf } from '../cpu';
import type { Dice } from '../dice';
import { must } from '../fault';
import type { Target } from './target';

const MOST = 51;
const HEADERS =
  'Received: from a.example ([192.0.2.1]) by b.example; Tue, 3 Mar 2026 09:00:00 +0000\r\nFrom: news@shop.example\r\nMessage-ID: <1@shop.example>\r\n';
const ODD = [0, 1, 2, 63, 64, 65, 511, 4_095, 4_096, 0x7fffffff, 0xfffffff9, 0xfffffffe, 0xffffffff];

const message = (dice: Dice, depth: number): OutlookStorage => ({
  ...outlookProperties({
    '007D': dice.chance(0.7) ? HEADERS + 'X: '.padEnd(dice.size(6_000), 'y') : '',
    '0C1F': dice.chance(0.5) ? 'news@shop.example' : dice.noise(dice.size(50)),
    '0037': dice.noise(dice.size(100)),
  }),
  '__properties_version1.0': Buffer.from(dice.noise(dice.size(300)), 'latin1'),
  ...(depth < 5 && dice.chance(0.5)
    ? { '__attach_version1.0_#00000000': { '__substg1.0_3701000D': message(dice, depth + 1) } }
    : {}),
});

/** Messages as Outlook saves them, with numbers changed: chains that run in rings, sizes nobody has. */
export const outlook: Target = {
  name: 'outlook',
  share: 6,
  input(dice) {
    const bytes = outlookFile(message(dice, 0), dice.chance(0.8) ? 512 : 4_096);
    for (let n = dice.below(12); n > 0; n--) {
      const at = dice.chance(0.3) ? dice.below(512) : dice.below(bytes.length - 4);
      if (dice.chance(0.3)) bytes[at] = dice.below(256);
      else bytes.writeUInt32LE(dice.chance(0.5) ? dice.pick(ODD) : dice.below(64), at & ~3);
    }
    return dice.chance(0.1) ? bytes.subarray(0, dice.below(bytes.length)) : bytes;
  },
  check(bytes) {
    const allowed = 50 + bytes.length / 100;
    const [found, cpu] = cpuOf(() => messagesInMsg(bytes, MOST), allowed);
    must('linear', cpu <= allowed, () => `${Math.round(cpu)} ms for ${bytes.length} bytes`);
    must('bounds', found.length <= MOST, () => `${found.length} messages`);
    const longest = Math.max(0, ...found.map(({ source }) => source?.length ?? 0));
    must('bounds', longest <= 512 * 1024, () => `${longest} characters of header fields`);
    return { signature: found.map(({ headers }) => [...headers.keys()].slice(0, 5).join()).join('|') };
  },
};
