import assert from 'node:assert/strict';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, globalAgent, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '../../src/base/clock';
import { RequestError, type RequestFailure } from '../../src/http/failure';
import { failureMessage } from '../../src/http/failureMessage';
import { createHttpClient, type HttpClient } from '../../src/http/httpClient';
import { inEnglish } from '../../src/base/message';
import { createCertificateAuthority, type CertificateAuthority } from '../support/certificateAuthority';

describe('a certificate file', () => {
  let ours: CertificateAuthority;
  let theirs: CertificateAuthority;
  let server: Server;
  let host: string;
  let sockets: Set<Socket>;
  let bodies: string[];
  let folder: string;
  let client: HttpClient;

  before(() => {
    ours = createCertificateAuthority('Ours');
    theirs = createCertificateAuthority('Theirs');
  });
  after(() => {
    ours.dispose();
    theirs.dispose();
  });
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'trusted-'));
    sockets = new Set();
    bodies = [];
    server = createServer(ours.server, (request, response) => {
      sockets.add(request.socket);
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        bodies.push(body);
        response.end('{}');
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    client = createHttpClient({ clock: systemClock });
  });
  afterEach(async () => {
    delete globalAgent.options.ca;
    rmSync(folder, { recursive: true });
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  async function post(caFile?: string): Promise<RequestFailure | undefined> {
    const request = { method: 'POST', url: `https://${host}/`, headers: {}, body: 'once' } as const;
    try {
      await client.send(request, { timeoutMs: 20_000, ...(caFile && { caFile }) });
      return undefined;
    } catch (error) {
      assert.ok(error instanceof RequestError, String(error));
      return error.failure;
    }
  }

  it('makes a host trusted that is not, for one connection only', async () => {
    assert.equal(await post(ours.file), undefined);
    assert.deepEqual(await post(), { kind: 'tls', host, code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
    assert.deepEqual(bodies, ['once']);
  });

  it('may hold several certificates, with text around them', async () => {
    const file = path.join(folder, 'bundle.pem');
    writeFileSync(file, `# Theirs\r\n${theirs.pem.replaceAll('\n', '\r\n')}\nSubject: Ours\n${ours.pem}`);
    assert.equal(await post(file), undefined);
  });

  it('leaves connections open between requests', async () => {
    await post(ours.file);
    await post(ours.file);
    assert.equal(sockets.size, 1);
  });

  it('does not replace what is trusted anyway, and the request is sent once', async () => {
    globalAgent.options.ca = ours.pem;
    assert.equal(await post(theirs.file), undefined);
    assert.deepEqual(bodies, ['once']);
  });

  it('does not make a host of another authority trusted', async () => {
    assert.equal((await post(theirs.file))?.code, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    assert.deepEqual(bodies, []);
  });

  it('is read again when it changes', async () => {
    const file = path.join(folder, 'changing.pem');
    copyFileSync(theirs.file, file);
    assert.equal((await post(file))?.kind, 'tls');
    copyFileSync(ours.file, file);
    assert.equal(await post(file), undefined);
    copyFileSync(theirs.file, file);
    assert.equal((await post(file))?.kind, 'tls');
  });

  it('is named when it is missing', async () => {
    const file = path.join(folder, 'missing.pem');
    const failure = await post(file);
    assert.deepEqual(failure, { kind: 'tls', caFile: file, code: 'ENOENT' });
    assert.equal(
      inEnglish(failureMessage(failure)),
      `The file ${file} cannot be read (ENOENT). Correct "caFile" of the connection in the settings.`,
    );
  });

  const useless: readonly (readonly [what: string, content: () => string | Buffer])[] = [
    ['is empty', () => ''],
    ['is a key', () => ours.server.key],
    ['is cut off', () => ours.pem.slice(0, 200)],
    ['is not text', () => Buffer.from([0x30, 0x82, 0x01, 0x00])],
  ];
  for (const [what, content] of useless) {
    it(`is named when it ${what}`, async () => {
      const file = path.join(folder, 'useless.pem');
      writeFileSync(file, content());
      const failure = await post(file);
      assert.deepEqual(failure, { kind: 'tls', caFile: file });
      assert.match(inEnglish(failureMessage(failure)), /useless\.pem contains no certificate\..* PEM file/);
    });
  }

  it('is named when it is a folder', async () => {
    assert.deepEqual(await post(folder), { kind: 'tls', caFile: folder });
  });
});
