/** What the Dutch regulator's form asks (spamklacht.nl; domain rules, 0.9), as far as a text or a member of staff answers
 *  it. No machine-readable format is published: these are its questions. */
export interface ComplaintForm {
  /** By which way the message came: mail, text message, telephone. */
  readonly channel?: string;
  /** Whether the address is a private one or a business's. */
  readonly capacity?: string;
  readonly advertised?: string;
  /** What the recipient was to do: call, buy, click. */
  readonly actionAsked?: string;
  readonly reasons?: string;
  /** The number that the complaint has at the regulator. */
  readonly reference?: string;
  readonly sender?: string;
  readonly subject?: string;
  readonly receivedAt?: string;
}
type Question = keyof ComplaintForm | 'headers' | 'source' | 'complainant';

/** By words that each question has been seen with, or might well have. */
const QUESTIONS: readonly (readonly [Question, RegExp])[] = [
  ['complainant', /\buw (?:naam|gegevens|e-?mail|telefoon)|\bklager|\bmelder|\bindiener|\bcontactgegevens/],
  ['channel', /\bkanaal\b|\bmedium\b|\bhoe (?:heeft|hebt|is|werd) .{0,40}(?:ontvangen|benaderd)/],
  ['capacity', /\bzakelijk|\bpriv[eé]|\bparticulier|\bconsument\b/],
  ['advertised', /\breclame\b|\baangeboden\b|\bgeadverteerd|\baanbod\b|\badverte|\bproduct (?:of|\/) ?dienst|\bpromot/],
  ['actionAsked', /\bactie\b|\b(?:moest|moet|kunt|kon) u\b.{0,20}\bdoen|\bte doen\b|\bgevraagd/],
  ['reasons', /\breden(?:en)?\b|\bredenen\b|\bwaarom\b|\bklacht over\b|\bwat is uw klacht/],
  ['headers', /\b(?:mail|bericht|e-?mail|internet)?-?(?:headers?|koppen|kop|kopteksten)\b/],
  ['source', /\bbron(?:code|tekst)?\b|\b(?:inhoud|tekst) van (?:het|de) (?:bericht|e-?mail|mail)|^(?:volledig )?bericht$/],
  ['reference', /\bklachtnummer|\bmeldingsnummer|\breferentie|\bkenmerk|\bnummer van/],
  ['sender', /^(?:e-?mail(?:adres)? (?:van )?(?:de )?)?(?:afzender|verzender)\b|^van wie\b/],
  ['subject', /^onderwerp\b/],
  ['receivedAt', /^(?:datum|tijdstip|wanneer)\b.{0,40}(?:ontv|verz|bericht)|^ontvangen op\b/],
]; // prettier-ignore

/** The questions that count as the form's own: the others stand in any mail. */
const OWN: ReadonlySet<Question> = new Set<Question>([
  'channel',
  'capacity',
  'advertised',
  'actionAsked',
  'reasons',
  'headers',
  'source',
  'reference',
]);

/** The answers in a text, `Question: answer` or the answer below its question, and how many of the form's questions were
 *  there at all. */
export const formIn = (text: string): { readonly form: ComplaintForm; readonly questions: number } => {
  const written = text.slice(0, 20_000).split('\n', 500);
  const lines = written.map((line) => line.replace(/^[>*•#\s-]{1,20}/, '').trim());
  const listed = written.map((line) => /^[>\s]{0,20}[*•-]\s/.test(line));
  const asked = new Set<Question>();
  const answers: Partial<Record<Question, string>> = {};
  for (const [at, line] of lines.entries()) {
    const split = splitAt(line);
    const label = line.slice(0, split).replaceAll('*', '').trim().toLowerCase();
    if (label === '' || label.length > 120) continue;
    const question = QUESTIONS.find(([, pattern]) => pattern.test(label))?.[0];
    if (question === undefined || (split === line.length && !isBare(label))) continue;
    asked.add(question);
    answers[question] ??= answerAt(
      lines,
      listed,
      at,
      line
        .slice(split + 1)
        .replaceAll('*', '')
        .trim(),
    );
  }
  const { headers: _, source: __, complainant: ___, ...form } = answers;
  return {
    form: Object.fromEntries(Object.entries(form).filter(([, answer]) => answer !== '')),
    questions: [...asked].filter((question) => OWN.has(question)).length,
  };
};

/** Where the question ends: a question mark outdoes a colon within it. */
const splitAt = (line: string): number => {
  const head = line.slice(0, 160);
  const ends = [head.indexOf('?'), head.indexOf(':'), head.indexOf('\t')].filter((at) => at > 0);
  return ends.length === 0 ? line.length : head.indexOf('?') > 0 ? head.indexOf('?') : Math.min(...ends);
};

/** A question on a line of its own has few words; a sentence that happens to have one of them has more. */
const isBare = (label: string): boolean => label.split(' ', 5).length < 5 && !/[.,;!]$/.test(label);

const answerAt = (
  lines: readonly string[],
  listed: readonly boolean[],
  at: number,
  beside: string,
): string => {
  if (beside !== '') return beside.slice(0, 500);
  const begins = lines.findIndex((line, n) => n > at && n < at + 3 && line !== '');
  if (begins < 0) return '';
  // Several answers stand in a list; a list that the question is in as well goes on with the next question.
  const ends = listed[begins] && !listed[at] ? listed.indexOf(false, begins) : begins + 1;
  return lines.slice(begins, ends < 0 ? lines.length : ends).join('; ').slice(0, 500); // prettier-ignore
};
