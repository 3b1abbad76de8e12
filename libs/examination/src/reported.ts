import type { Mail, Reading, Reported } from './formats/reader';
import { last } from './mime/headers';
import { bareId } from './original';

/** The messages that a reading is about, each once, with no more recipients in all than a report may make complaints. What
 *  is left out for that is said among the problems. Never empty. */
export const reportedIn = (mail: Mail, reading: Reading): readonly [Reported, ...Reported[]] => {
  const most = mail.budget.complaints;
  const { further = [], recipients = [] } = reading;
  if (recipients.length > most) tooMany(mail, `${recipients.length} recipients`);
  const first: Reported = recipients.length > most ? { ...reading, recipients: recipients.slice(0, most) } : reading; // prettier-ignore
  if (further.length === 0) return [first];
  const taken: [Reported, ...Reported[]] = [first];
  const seen = new Set(namesOf(first));
  let pairs = pairsOf(first);
  for (const message of further) {
    const fresh = unseen(message, seen);
    if (!fresh) continue;
    const room = most - pairs;
    pairs += pairsOf(fresh);
    if (room > 0)
      taken.push(fresh.recipients ? { ...fresh, recipients: fresh.recipients.slice(0, room) } : fresh);
  }
  if (pairs > most) tooMany(mail, `more than ${most} complaints`); // readers stop counting there
  return taken;
};

/** The message for the recipients that it was not reported for before; undefined when there are none of those. */
const unseen = (message: Reported, seen: Set<string>): Reported | undefined => {
  const { recipients = [] } = message;
  const names = namesOf(message);
  if (names.length === 0) return message;
  const fresh = names.map((name) => !seen.has(name));
  names.forEach((name) => seen.add(name));
  if (!fresh.includes(true)) return undefined;
  return recipients.length === 0
    ? message
    : { ...message, recipients: recipients.filter((_, n) => fresh[n]) };
};

const tooMany = ({ problems, budget }: Mail, what: string): void =>
  problems.leave(`${what} in one report: ${budget.complaints} are taken, the others are`);

/** One complaint for each recipient; one when a message is reported and nobody named. */
export const pairsOf = ({ recipients = [] }: Reported): number => Math.max(1, recipients.length);

/** One for each recipient. What makes two the same report of one message: some attach it twice, saved in different ways.
 *  A message without an identifier is only the same as one that is so to the byte. */
const namesOf = ({ original, recipients = [], fields }: Reported): string[] => {
  const id = bareId(original && last(original.headers, 'message-id')) ?? fields?.originalMessageId;
  const name = id === undefined ? original?.source : `<${id}>`;
  if (name === undefined) return [];
  return recipients.length === 0
    ? [name]
    : recipients.map(({ address }) => `${name} ${address.toLowerCase()}`);
};
