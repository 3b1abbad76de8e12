import { PHRASES, type WordingFlag } from './phrases';

export interface FlaggedWording {
  readonly flag: WordingFlag;
  readonly sentence: string;
}

const SENTENCES: Readonly<Record<WordingFlag, string>> = {
  'pre-ticked': 'It speaks of a box that was ticked beforehand: consent has to be given by the recipient.',
  'unnamed-partners': 'It speaks of partners without naming them: it is not clear to whom consent was given.',
  'hidden-clause': 'It speaks of a line in terms and conditions: consent must not be hidden there.',
  bought: 'It speaks of bought addresses.',
  rented: 'It speaks of rented addresses.',
  'borrowed-or-traded': 'It speaks of addresses that were borrowed or traded.',
  harvested: 'It speaks of addresses that were copied from public places.',
  appended: 'It speaks of addresses that were added to what others knew of a person.',
};

/** Said of what was not done: `no purchased lists`, `geen gekochte adressen`. Near enough before the phrase it takes the flag
 *  away; of partners and of terms it is said of something else. */
const DENIALS = new Set([
  ...[
    'no',
    'not',
    'never',
    'without',
    'nor',
    'neither',
    'cannot',
    'isn',
    'wasn',
    'weren',
    'didn',
    'don',
    'haven',
  ],
  ...['geen', 'niet', 'nooit', 'zonder', 'noch'],
  ...['kein', 'keine', 'keinen', 'keiner', 'keinem', 'keines', 'nicht', 'nie', 'niemals', 'ohne', 'weder'],
  ...['nu', 'niciun', 'nicio', 'niciodata', 'fara', 'nici'],
]);
const NEAR = 3; // words
const DENIABLE: ReadonlySet<WordingFlag> = new Set([
  'pre-ticked',
  'bought',
  'rented',
  'borrowed-or-traded',
  'harvested',
  'appended',
] as const);

/** Each flag once, in the order of the list above. Time grows with the texts' length and no faster: words are walked once,
 *  and each is looked up by its first letters. */
export const wordingFlags = (texts: readonly string[]): FlaggedWording[] => {
  const found = new Set<WordingFlag>();
  for (const text of texts) {
    const words = wordsOf(text);
    for (let i = 0; i < words.length; i++)
      for (const { flag, phrase } of BY_START.get(words[i]!.slice(0, START)) ?? [])
        if (!found.has(flag) && standsAt(phrase, words, i) && !isDenied(flag, words, i)) found.add(flag);
  }
  return FLAGS.filter((flag) => found.has(flag)).map((flag) => ({ flag, sentence: SENTENCES[flag] }));
};

/** Where a sentence ends: no phrase, and no denial, reaches across. */
const STOP = '.';

/** In lower case, without accents, in ASCII; everything else parts words. */
const wordsOf = (text: string): string[] => {
  const words: string[] = [];
  let word = '';
  const end = () => {
    if (word !== '') words.push(word);
    word = '';
  };
  for (const char of text.toLowerCase().replaceAll('ß', 'ss').normalize('NFKD')) {
    if ((char >= 'a' && char <= 'z') || (char >= '0' && char <= '9')) word += char;
    else if (char >= '\u0300' && char <= '\u036f') continue;
    else {
      end();
      if ('.!?;\n'.includes(char)) words.push(STOP);
    }
  }
  end();
  return words;
};

const standsAt = (phrase: readonly string[], words: readonly string[], at: number): boolean =>
  phrase.every((start, n) => words[at + n]?.startsWith(start) ?? false);

const isDenied = (flag: WordingFlag, words: readonly string[], at: number): boolean => {
  if (!DENIABLE.has(flag)) return false;
  for (let i = at - 1; i >= 0 && i >= at - NEAR && words[i] !== STOP; i--)
    if (DENIALS.has(words[i]!)) return true;
  return false;
};

const START = 2; // letters: no phrase begins with a shorter word
const FLAGS = Object.keys(PHRASES) as WordingFlag[];
const BY_START = new Map<string, { flag: WordingFlag; phrase: readonly string[] }[]>();
for (const flag of FLAGS)
  for (const text of PHRASES[flag]) {
    const phrase = text.split(' ');
    const start = phrase[0]!.slice(0, START);
    BY_START.set(start, [...(BY_START.get(start) ?? []), { flag, phrase }]);
  }
