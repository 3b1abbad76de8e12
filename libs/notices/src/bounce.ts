import { fromAServer } from './automatic';
import { oneLine } from './letter';
import { readMailToken } from './mail-token';
import type { SigningKeys } from './mailer';
import { decoded, fieldsOf, findPart, readPart, type Part } from './mime';

/** What a mail server says has become of one of our mails. */
export interface Bounce {
  readonly mailId: string;
  /** `permanent`: this address takes no mail. `temporary`: the server gave up, for a reason that may pass. `delayed`: it still
   *  tries. `delivered`: nothing went wrong. */
  readonly outcome: 'permanent' | 'temporary' | 'delayed' | 'delivered';
  /** RFC 3463, `5.1.1`; '' when none was said. */
  readonly status: string;
  /** In the server's words, one line, without addresses. */
  readonly diagnostic: string;
}

/** Reads what came to one of our return paths. The address decides which mail it is about, for we signed it: what the
 *  notification itself says of that can be written by anybody. Of several recipients, which an alias has, the most hopeful
 *  counts: reaching one of them is reaching the contact. Null: no bounce of ours, an automatic reply for instance. */
export const readBounce = (
  bytes: Uint8Array,
  recipients: readonly string[],
  keys: SigningKeys,
): Bounce | null => {
  const mailId = recipients
    .map((address) => readMailToken(keys, 'bounce', address))
    .find((id) => id !== undefined);
  if (mailId === undefined) return null;
  const mail = readPart(bytes);
  const report = findPart(mail, ['message/delivery-status', 'message/global-delivery-status']);
  const fate = report ? mostHopeful(recipientsOf(decoded(report))) : inProse(mail);
  return fate ? { mailId, ...fate } : null;
};

type Fate = Omit<Bounce, 'mailId'>;
const HOPE = ['permanent', 'temporary', 'delayed', 'delivered'] as const;

const mostHopeful = (fates: readonly Fate[]): Fate | undefined =>
  fates.toSorted((a, b) => HOPE.indexOf(b.outcome) - HOPE.indexOf(a.outcome))[0];

/** RFC 3464 section 2.1: groups of fields with an empty line between; all but the first are about a recipient each. */
const recipientsOf = (report: string): Fate[] =>
  report
    .split(/(?:\r?\n[ \t]*){2,}/)
    .slice(0, 100)
    .map(fieldsOf)
    .flatMap((fields) => {
      const status = /^[245]\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0] ?? '';
      const outcome = outcomeOf(fields.get('action')?.toLowerCase() ?? '', status);
      const said = fields.get('diagnostic-code') ?? '';
      return outcome ? [{ outcome, status, diagnostic: quoted(said.replace(/^[\w-]{1,20}\s*;/, '')) }] : [];
    });

/** Section 2.3.3: the action says what happened, the status why. Some servers leave the action out. */
const outcomeOf = (action: string, status: string): Bounce['outcome'] | undefined => {
  if (action.startsWith('delayed')) return 'delayed';
  if (/^(delivered|relayed|expanded)/.test(action)) return 'delivered';
  if (action.startsWith('failed')) return status.startsWith('4') ? 'temporary' : 'permanent';
  if (status === '') return undefined;
  return status.startsWith('5') ? 'permanent' : status.startsWith('4') ? 'temporary' : 'delivered';
};

const PROSE = 20_000; // characters; further down is our own mail, in which any number may stand

/** Servers that write letters (qmail, older Exchange): only when the sender is one, and only beside an SMTP reply code or a
 *  `#`, because versions and addresses look like status codes too. */
const inProse = (mail: Part): Fate | undefined => {
  if (!fromAServer(mail)) return undefined;
  const text = decoded(findPart(mail, ['text/plain']) ?? mail).slice(0, PROSE);
  const [line, enhanced, basic] =
    /(?:\b[45]\d\d[ -]#?|#)([45]\.\d{1,3}\.\d{1,3})\b.{0,200}|\b([45]\d\d)[ -].{0,200}/.exec(text) ?? [];
  if (line === undefined) return undefined;
  const permanent = (enhanced ?? basic)!.startsWith('5');
  return { outcome: permanent ? 'permanent' : 'temporary', status: enhanced ?? '', diagnostic: quoted(line) };
};

/** Goes into events and logs: one line, and nobody's address. */
const quoted = (text: string): string => oneLine(text.replace(/[^\s<>]+@[^\s<>]+/g, '[address]'), 300);
