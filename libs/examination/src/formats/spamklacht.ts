import { domainOf, isWithin } from '../fields/address';
import { complaintAbout, attachedMessage } from './forwarded';
import { pastedMessage } from './pasted';
import type { FormatReader } from './reader';

/** A complaint to the Dutch regulator, forwarded by it. No machine-readable format is published (domain rules, 0.9): the
 *  form's questions are looked for by their words, and the message wherever it was put. Who complained at the regulator
 *  is nobody's business here: the recipient is taken from the message alone. */
export const spamklacht: FormatReader = {
  format: 'spamklacht',
  read(mail) {
    const regulator = mail.header.from.some((address) =>
      ['acm.nl', 'spamklacht.nl'].some((domain) => isWithin(domainOf(address), domain)),
    );
    const questions = answered(mail.text());
    if (!regulator && questions < 3) return undefined;
    const original = attachedMessage(mail) ?? pastedMessage(mail.text(), mail);
    if (!original) {
      if (questions < 2) return undefined; // the regulator writes about other things too
      mail.problems.add('the original message is not in it');
      return { kind: 'complaint', channel: 'regulator', recipients: [], text: mail.text(), complaints: 1 };
    }
    const reading = complaintAbout(original, mail);
    const { fields = {} } = reading;
    if (fields.derivedFrom?.['originalRcptTo'] === 'from of the report') {
      delete fields.originalRcptTo;
      delete fields.derivedFrom['originalRcptTo'];
      return { ...reading, channel: 'regulator', recipients: [] };
    }
    return { ...reading, channel: 'regulator' };
  },
};

const QUESTIONS = [
  /^[* ]{0,5}(?:via welk )?kanaal\b[^\n]{0,80}[:?]/im,
  /^[* ]{0,5}(?:zakelijk|priv[eé])[^\n]{0,60}[:?]/im,
  /^[* ]{0,5}(?:waarvoor|wat)\b[^\n]{0,40}(?:reclame|aangeboden|geadverteerd)[^\n]{0,40}[:?]/im,
  /^[* ]{0,5}(?:gevraagde actie|wat moest u doen)[^\n]{0,40}[:?]/im,
  /^[* ]{0,5}reden(?:en)?\b[^\n]{0,60}[:?]/im,
  /^[* ]{0,5}(?:berichtkop|headers?|broncode|bron van het bericht)[^\n]{0,60}:/im,
  /^[* ]{0,5}(?:klachtnummer|spamklacht)[^\n]{0,60}:/im,
];

/** How many of the form's questions a text answers. */
const answered = (text: string): number => QUESTIONS.filter((q) => q.test(text.slice(0, 20_000))).length;
