import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { feedbackReport } from '@app/testing';
import { ADMIN_KEY, DeskProcess, deskMain, freePort } from '../support/desk-process';

const run = promisify(execFile);
const root = join(__dirname, '../..');

/** Indented blocks, and what is set in backticks and begins like a command; continued lines are one. */
const commandsIn = (markdown: string): string[] => {
  const joined = markdown.replace(/\\\n\s+/g, '');
  const blocks = [...joined.matchAll(/^ {4}(\S.*)$/gm)].map(([, line]) => line!);
  const inline = [...joined.matchAll(/`((?:npm|curl) [^`]+)`/g)].map(([, command]) => command!);
  return [...new Set([...blocks, ...inline])];
};

const commands = commandsIn(readFileSync(join(root, 'README.md'), 'utf8'));

/** Run whole by `.ci/run`, the rig or a test that names them. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'npm ci && npm start': 'start.int.spec.ts, and a fresh clone in .ci/run',
  'npm ci && npm test': '.ci/run',
  'npm run demo': 'test/demo',
};

const xarf = (message: string) => ({
  xarf_version: '4.0.0',
  timestamp: '2026-03-03T09:00:00Z',
  source_identifier: '192.0.2.5',
  source_port: 25,
  category: 'messaging',
  type: 'spam',
  smtp_from: 'news@shop.example',
  evidence: [{ content_type: 'message/rfc822', payload: Buffer.from(message).toString('base64') }],
});
const feedbackRecord = (message: string) => ({
  type: 'Feedback',
  id: '1d98076abbbc11ed940250ebf67f93bd',
  sender: 'feedback@provider.example',
  recipient: 'fbl@desk.example',
  feedback_report: { feedback_type: 'abuse', user_agent: 'Provider/1.0', original_message: message },
});

const because = existsSync(deskMain()) ? undefined : 'the desk is not built: npm run build';
if (because) process.stderr.write(`skipped, commands of the README: ${because}\n`);

(because ? describe.skip : describe)('a command of the README', () => {
  const folder = mkdtempSync(join(tmpdir(), 'readme-'));
  let desk: DeskProcess;
  let env: Record<string, string | undefined>;
  beforeAll(async () => {
    const dataDir = join(folder, 'data');
    desk = await DeskProcess.start({ dataDir, httpPort: await freePort(), smtpPort: await freePort() });
    const mail = {
      messageId: 'm1@shop.example',
      date: 'Tue, 3 Mar 2026 08:00:00 +0000',
      from: 'news@shop.example',
      to: 'jan@provider.example',
    };
    writeFileSync(
      join(folder, 'report.eml'),
      feedbackReport(mail, { from: 'fbl@provider.example', userAgent: 'Provider/1.0' }, 'r1'),
    );
    const message = 'From: news@shop.example\r\nMessage-ID: <m2@shop.example>\r\n\r\nBuy.';
    writeFileSync(join(folder, 'xarf.json'), JSON.stringify(xarf(message)));
    writeFileSync(join(folder, 'feedback.json'), JSON.stringify(feedbackRecord(message)));
    env = { ...process.env, KEY: ADMIN_KEY, MELDKAMER_DATA_DIR: dataDir, npm_config_loglevel: 'silent' };
  }, 60_000);
  afterAll(async () => {
    await desk.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** As a reader would: in the repository, with their own file and port. */
  const made = (command: string): string =>
    command
      .replaceAll('http://127.0.0.1:3000', desk.url)
      .replace(/(report\.eml|xarf\.json|feedback\.json)/g, (name) => join(folder, name))
      .replaceAll('PATH…', join(folder, 'report.eml'));

  it('is one that is shown to work', () =>
    expect(commands.filter((c) => /^npm ci/.test(c))).toEqual(
      Object.keys(ELSEWHERE).filter((c) => /^npm ci/.test(c)),
    ));

  it.each(commands.filter((command) => !(command in ELSEWHERE)))('%s', async (command) => {
    const { stdout } = await run('sh', ['-c', made(command)], { cwd: root, env, timeout: 25_000 });
    expect(stdout).toMatch(/\S/);
    expect(stdout).not.toMatch(/"status":\s*[45]\d\d/); // curl ends well whatever the answer
  });
});
