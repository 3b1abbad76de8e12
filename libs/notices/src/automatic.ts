import { mediaType, readPart, type Part } from './mime';

/** Why a mail is a program's and no person's (RFC 3834): such a mail answers nothing, above all no demand. undefined: nothing
 *  in it says so. A delivery report is one too. */
export const automaticBecause = (bytes: Uint8Array): string | undefined => automatic(readPart(bytes));

/** Fields that only programs set; absence says nothing, so each is enough. */
const TELLTALE: readonly (readonly [field: string, value: RegExp])[] = [
  ['auto-submitted', /^(?!no\b)/i],
  ['x-auto-response-suppress', /./],
  ['x-autoreply', /./],
  ['x-autorespond', /./],
  ['x-autoreply-from', /./],
  ['x-ms-exchange-inbox-rules-loop', /./],
  ['precedence', /^(bulk|list|junk|auto_reply)\b/i],
  ['list-id', /./],
  ['x-loop', /./],
  ['return-path', /^<\s*>$/],
  ['from', /(mailer-daemon|postmaster)@/i],
];

/** Subjects of programs that set no field. Only at the beginning: "Re: Automatic reply" is somebody who writes about one. */
const SUBJECTS =
  /^(automatic reply|auto-?reply|out of (the )?office|automatisch antwoord|afwezigheidsbericht|afwezig|abwesenheitsnotiz|réponse automatique)\b/i;

const automatic = (part: Part): string | undefined => {
  if (mediaType(part) === 'multipart/report') return 'Content-Type: multipart/report';
  for (const [field, value] of TELLTALE) {
    const said = part.headers.get(field);
    if (said !== undefined && value.test(said)) return `${field}: ${said.slice(0, 100)}`;
  }
  return SUBJECTS.test(part.headers.get('subject') ?? '')
    ? 'its subject is that of an automatic reply'
    : undefined;
};

/** The sender is a mail server. */
export const fromAServer = ({ headers }: Part): boolean =>
  /(mailer-daemon|postmaster)@|mail delivery (sub)?system/i.test(headers.get('from') ?? '');
