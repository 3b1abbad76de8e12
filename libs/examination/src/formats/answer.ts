import type { Mail } from './reader';

/** Whether it answers another mail: then its subject is whoever's wrote that. */
export const isAnswer = (mail: Mail): boolean =>
  mail.root.headers.has('in-reply-to') &&
  /^(?:re|aw|antw|sv|rép?)\s?:/i.test(mail.subject().slice(0, 500).trim());
