import { addressIn, domainOf, isWithin } from '../fields/address';
import type { Fields } from '../mime/headers';
import type { Part } from '../mime/message';
import { formIn, type ComplaintForm } from './complaint-form';
import { attachedMessages } from './attached';
import { complaintsAbout } from './forwarded';
import { pastedMessage } from './pasted';
import type { FormatReader } from './reader';

/** A complaint to the Dutch regulator, forwarded by it or with its form filled in. The form's questions are looked for by
 *  their words, and the message wherever it was put. Who complained at the regulator is nobody's business here: the
 *  recipient is taken from the message alone. */
export const spamklacht: FormatReader = {
  format: 'spamklacht',
  read(mail) {
    const regulator = mail.header.from.some((address) =>
      ['acm.nl', 'spamklacht.nl'].some((domain) => isWithin(domainOf(address), domain)),
    );
    const { form, questions } = formIn(mail.text());
    if (questions < 3 && !regulator) return undefined;
    const otherFields = answersOf(form);
    const [first, ...others] = attachedMessages(mail);
    const original = first ?? pastedMessage(mail.text(), mail) ?? describedBy(form);
    if (!original) {
      if (questions < 2) return undefined; // the regulator writes about other things too
      mail.problems.add('the original message is not in it');
      return { kind: 'complaint', channel: 'regulator', otherFields, recipients: [], text: mail.text(), complaints: 1 }; // prettier-ignore
    }
    const reading = complaintsAbout([original, ...others], mail, 'unknown');
    return { ...reading, channel: 'regulator', otherFields };
  },
};

/** The answers beside the fields of the report, under names of their own. */
export const answersOf = (form: ComplaintForm): Fields =>
  new Map(
    Object.entries(form).map(([question, answer]) => [
      `form-${question.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`,
      [String(answer)],
    ]),
  );

/** What is left of a message when only the form tells of it. */
export const describedBy = ({ sender, subject, receivedAt }: ComplaintForm): Part | undefined => {
  const address = addressIn(sender ?? '');
  if (address === undefined || address === '') return undefined;
  const given = { from: sender, subject, date: receivedAt };
  const headers = new Map(
    Object.entries(given).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, [Buffer.from(value, 'utf8').toString('latin1')]] as const],
    ),
  );
  return { headers, type: 'text/plain', params: new Map(), body: '', parts: [] };
};
