import 'reflect-metadata';
import { setFlagsFromString } from 'node:v8';
import { openDesk } from '@app/nest';

// By itself V8 lets garbage grow to several times what is in use, and a desk under load to 750 MiB where 450 do for as many
// reports and no more processor time: `npm run soak`.
setFlagsFromString('--heap-growing-percent=50');

/** Everything in one process: what `npm start` runs. Standard output is the log, one JSON object a line; what people should
 *  read goes to standard error. */
const main = async (): Promise<void> => {
  const desk = await openDesk({ env: process.env });
  const say = (line: string) => process.stderr.write(`${line}\n`);
  if (desk.firstAdminKey !== undefined)
    say(`An admin key was made. It is shown this once, keep it safe: ${desk.firstAdminKey}`);
  say(`Meldkamer is ready: ${desk.url} (API, docs at ${desk.url}/docs)`);
  if (desk.smtpPort !== null)
    say(`Reports are taken over SMTP at port ${desk.smtpPort}. Ctrl-C ends the desk.`);

  const end = () => {
    desk.close().then(
      () => process.exit(0),
      (error: unknown) => {
        desk.logger.fatal({ err: error }, 'the desk did not end as it should');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
};

main().catch((error: Error) => {
  process.stderr.write(`Meldkamer cannot start: ${error.message}\n`);
  process.exit(1);
});
