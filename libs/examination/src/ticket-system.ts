// Desks often sit behind a ticket system that puts its own before subject and text (Request Tracker, OTRS and the like).

/** The subject without the first `[queue.example #123]`. Only the first: the next belongs to whoever sent it on. */
export const unwrapSubject = (subject: string): string => {
  const tag = /^\s{0,10}(?:(?:re|fwd?|fw|aw|wg)\s{0,2}:\s{0,2})?\[[^\]#]{1,80}#\s?\d{1,12}\]\s{0,10}/i.exec(
    subject.slice(0, 200),
  );
  return (tag ? subject.slice(tag[0].length) : subject).trim();
};

/** The text behind Request Tracker's summary, which ends with the ticket's address. */
export const unwrapText = (text: string): string => {
  const head = text.slice(0, 4_000);
  if (!/^\s{0,20}\w{3} \w{3} {1,2}\d{1,2} [\d:]{8} \d{4}: Request \d+ was acted upon/.test(head)) return text;
  const link = head.indexOf('Ticket <URL:');
  const end = link < 0 ? -1 : head.indexOf('\n', link);
  return end < 0 ? text : text.slice(end + 1).trimStart();
};
