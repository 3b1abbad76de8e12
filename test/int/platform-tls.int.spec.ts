import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { OrderOutcome } from '@app/platform';
import { spawnSource } from '../support/spawn-source';

const dir = mkdtempSync(join(tmpdir(), 'platform-tls-'));
afterAll(() => rmSync(dir, { recursive: true }));
const fileOf = (name: string) => join(dir, `${name}.pem`);

/** A certificate for that name, signed by nobody but itself. */
const certify = (name: string, subject: string) => {
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const names = ['-subj', '/CN=platform', '-addext', `subjectAltName=${subject}`];
  const files = ['-keyout', fileOf(`${name}-key`), '-out', fileOf(name)];
  execFileSync('openssl', ['req', '-x509', ...curve, ...names, ...files], { stdio: 'ignore' });
};
const made = (() => {
  try {
    certify('ours', 'IP:127.0.0.1');
    certify('elsewhere', 'DNS:elsewhere.example');
    certify('unknown', 'IP:127.0.0.1');
    return true;
  } catch {
    process.stderr.write(
      'orders over TLS are not tested: openssl, which makes the certificates, is absent\n',
    );
    return false;
  }
})();

describe('an order over TLS', () => {
  const servers: Server[] = [];
  const environment = { ...process.env };
  afterEach(async () => {
    process.env = { ...environment };
    await Promise.all(servers.splice(0).map((server) => new Promise((closed) => server.close(closed))));
  });
  const listening = async (name: string, taken: string[]): Promise<string> => {
    const key = readFileSync(fileOf(`${name}-key`));
    const server = createServer({ key, cert: readFileSync(fileOf(name)) }, (_request, response) => {
      taken.push(name);
      response.end('{"state":"confirmed"}');
    });
    servers.push(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return `https://127.0.0.1:${(server.address() as AddressInfo).port}/orders`;
  };

  (made ? it : it.skip)(
    'goes to whom an authority vouches for, by name, whatever the environment says',
    async () => {
      const taken: string[] = [];
      const urls = [];
      for (const name of ['ours', 'elsewhere', 'unknown']) urls.push(await listening(name, taken));
      writeFileSync(
        fileOf('trusted'),
        ['ours', 'elsewhere'].map((name) => readFileSync(fileOf(name))).join(''),
      );
      Object.assign(process.env, {
        NODE_EXTRA_CA_CERTS: fileOf('trusted'),
        NODE_TLS_REJECT_UNAUTHORIZED: '0',
        NODE_NO_WARNINGS: '1',
      });
      const sender = spawnSource('test/support/send-orders.ts', ...urls);
      const outcomes = JSON.parse(await text(sender.stdout!)) as OrderOutcome[];
      expect(outcomes).toEqual([
        { state: 'confirmed' },
        { state: 'failed', detail: expect.stringContaining('altnames') as string, permanent: false },
        { state: 'failed', detail: expect.stringContaining('self-signed') as string, permanent: false },
      ]);
      expect(taken).toEqual(['ours']);
    },
  );
});
