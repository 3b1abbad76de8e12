import { addressIn } from '../fields/address';
import { first, readHeaders } from '../mime/headers';
import { unixText } from '../mime/lines';
import { content } from '../mime/message';
import type { FormatReader, Mail } from './reader';

/** RFC 3464 and what mail servers wrote before it: a message could not be delivered. */
export const bounce: FormatReader = {
  format: 'bounce',
  read(mail) {
    const status = mail.parts.find(
      (p) => p.type === 'message/delivery-status' || p.type === 'message/global-delivery-status',
    );
    const reportType = mail.root.params.get('report-type');
    if (!status && reportType !== 'delivery-status' && !isOldBounce(mail)) return undefined;
    const failed = status
      ? finalRecipient(unixText(content(status, 64 * 1024)), mail)
      : (addressIn(first(mail.root.headers, 'x-failed-recipients') ?? '') ?? ofQmail(mail.text()));
    return {
      kind: 'not-a-complaint',
      ...(failed === undefined || failed === ''
        ? {}
        : { recipients: [{ address: failed, placeholder: false }] }),
      complaints: 0,
    };
  },
};

const finalRecipient = (status: string, mail: Mail): string | undefined => {
  for (const block of status.split('\n\n').slice(0, 20)) {
    const { fields } = readHeaders(block.trimStart(), 0, mail.budget, mail.problems);
    const recipient = first(fields, 'final-recipient') ?? first(fields, 'original-recipient');
    const address =
      recipient === undefined ? undefined : addressIn(recipient.replace(/^[\w-]{1,20}\s?;/, ''));
    if (address) return address;
  }
  return undefined;
};

/** Dan Bernstein's QSBMF: the address that failed stands alone on a line, `<jan@people.example>:`. */
const ofQmail = (text: string): string | undefined => {
  const lines = text.trimStart().slice(0, 4_000).split('\n', 40);
  const line = lines[0]!.startsWith('Hi. This is the')
    ? lines.find((l) => /^<[^<>\s]{3,320}>:$/.test(l))
    : undefined;
  return line === undefined ? undefined : addressIn(line);
};

const DAEMON = /^(?:mailer-daemon|postmaster|mail-?daemon|mdaemon)@/i;
const UNDELIVERED =
  /undeliver|delivery (?:status|failure|has failed|failed)|returned mail|mail delivery failed|failure notice|bounce notification|non[- ]?deliver|could not (?:send|be (?:sent|delivered))|delayed?\b|niet bezorgd|niet afgeleverd|onbestelbaar|unzustellbar|non remis|échec de (?:la )?remise|nelivrat|livrare eșuat|non recapitabile|mancata consegna|no se puede entregar|no se pudo entregar|não (?:foi possível )?entregue?|mailbox (?:is )?full|over quota/i;
/** From a mail system's own name or the null sender, and speaking of delivery. */
const isOldBounce = (mail: Mail): boolean =>
  (mail.header.from.some((address) => DAEMON.test(address)) ||
    first(mail.root.headers, 'return-path')?.trim() === '<>') &&
  UNDELIVERED.test(mail.subject().slice(0, 500));

/** How programs begin the subject of an absence notice. */
const ABSENT =
  /^(?:out of (?:the )?office|automatic reply|auto(?:matische?s?)?[- ]?(?:reply|response|antwoord|antwort)|automatische afwezigheid|afwezig|abwesen|réponse automatique|absence du bureau|răspuns automat|mesaj automat|risposta automatica|fuori (?:sede|ufficio)|respuesta automática|fuera de la oficina|resposta automática|automatyczna odpowiedź|autosvar|automatis[kc]t? svar)/i;

/** RFC 3834 and its forerunners: an absence notice, a receipt. */
export const autoReply: FormatReader = {
  format: 'auto-reply',
  read(mail) {
    const { headers, type, params } = mail.root;
    const disposition = params.get('report-type') === 'disposition-notification';
    const submitted = first(headers, 'auto-submitted')?.toLowerCase() ?? '';
    const answers =
      submitted.startsWith('auto-replied') ||
      headers.has('x-autoreply') ||
      headers.has('x-autorespond') ||
      first(headers, 'precedence')?.toLowerCase() === 'auto_reply' ||
      ABSENT.test(mail.subject().slice(0, 100));
    return (disposition && type === 'multipart/report') || answers
      ? { kind: 'not-a-complaint', complaints: 0, text: mail.text() }
      : undefined;
  },
};

/** Apple Mail's unsubscribe button writes mail for the recipient: it wants no more of it, and complains of nothing. */
export const appleUnsubscribe: FormatReader = {
  format: 'apple-unsubscribe',
  read(mail) {
    if (first(mail.root.headers, 'x-apple-unsubscribe')?.toLowerCase() !== 'true') return undefined;
    const [address] = mail.header.from;
    return {
      kind: 'opt-out',
      channel: 'direct',
      fields: { feedbackType: 'opt-out' },
      recipients: address === undefined ? [] : [{ address, placeholder: false }],
      complaints: 1,
    };
  },
};
