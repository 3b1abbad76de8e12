import { addressesIn, domainOf } from '../fields/address';
import { Problems, WITHIN } from '../mime/budget';
import { all } from '../mime/headers';
import { expand, leaves, type Part } from '../mime/message';
import { isMessage } from '../original';
import type { Mail } from './reader';
import { savedMails } from './saved-mail';

/** The messages attached to a mail, in order; of one that was forwarded the one that it holds: people forward what was
 *  forwarded to them. Of several, none that its writer or the desk wrote: a correspondence is attached like spam. */
export const attachedMessages = (mail: Mail): readonly Part[] => {
  const found = mail.parts.flatMap((part) => innermost(messagesIn(part, mail), mail, 1));
  if (found.length < 2) return found;
  const others = found.filter((message) => !isOfTheTwo(message, mail));
  if (others.length === 0) return found.slice(0, 1);
  if (others.length < found.length)
    mail.problems.add('attached messages of the writer or the desk itself were left out');
  return others;
};

/** The messages that a part is, or that are saved in it. */
export const messagesIn = (part: Part, mail: Mail): readonly Part[] =>
  part.message ? (isMessage(part.message) ? [part.message] : []) : savedMails(part, mail);

const innermost = (messages: readonly Part[], mail: Mail, depth: number): readonly Part[] =>
  depth >= mail.budget.depth
    ? messages
    : messages.flatMap((message) => {
        const within = { ...WITHIN, parts: mail.budget.parts };
        const inner = [...leaves(expand(message, within, new Problems()))].flatMap((p) =>
          messagesIn(p, mail),
        );
        return inner.length > 0 ? innermost(inner, mail, depth + 1) : [message];
      });

const isOfTheTwo = (message: Part, { header }: Mail): boolean =>
  all(message.headers, 'from')
    .flatMap(addressesIn)
    .some(
      (address) =>
        header.from.some((writer) => writer.toLowerCase() === address.toLowerCase()) ||
        header.to.some((to) => domainOf(to) === domainOf(address)),
    );
