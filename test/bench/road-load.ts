import { SmtpClient } from '../support/smtp-client';
import { REPORTER } from './yahoo-report';

const CONNECTIONS = 32;

/** Each of the reports once, over a few connections that are kept; MAIL, RCPT and DATA go out together (RFC 2920). Rejects
 *  at the first that is not answered 250. `more` is asked before each and waited for; false ends it.
 *  Answers how many were sent, and in how many ms. */
export const send = async (
  port: number,
  reports: readonly string[],
  more: (sent: number) => Promise<boolean> | boolean = () => true,
): Promise<{ sent: number; ms: number }> => {
  const clients = await Promise.all(Array.from({ length: CONNECTIONS }, () => SmtpClient.open(port)));
  let next = 0;
  const start = performance.now();
  const deliver = async (client: SmtpClient): Promise<void> => {
    while (next < reports.length && (await more(next))) {
      const report = reports[next++];
      if (report === undefined) break; // another took the last while we waited
      const { code, text } = await client.send(REPORTER, 'fbl@desk.example', report);
      if (code !== 250) throw new Error(`a report was answered ${code} ${text}`);
    }
  };
  try {
    await Promise.all(clients.map(deliver));
    return { sent: next, ms: performance.now() - start };
  } finally {
    for (const client of clients) client.close();
  }
};
