import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConfigurationTarget, workspace } from 'vscode';
import type { TaskRef } from '../../src/api';
import { createCertificateAuthority, type CertificateAuthority } from '../support/certificateAuthority';
import { until } from '../support/until';
import { startFront, type Front } from './front';
import { startSquid, type Squid } from './squid';
import { longRun, useStage } from './stage';

/** Changes the editor's own settings for the network; `undefined` takes the line away. */
async function setNetwork(settings: { readonly proxy?: string; readonly noProxy?: readonly string[] }): Promise<void> {
  const http = workspace.getConfiguration('http');
  for (const name of ['proxy', 'noProxy'] as const) {
    if (JSON.stringify(http.inspect(name)?.globalValue) !== JSON.stringify(settings[name])) {
      await http.update(name, settings[name], ConfigurationTarget.Global);
    }
  }
}

describe('the network', function () {
  if (process.platform !== 'linux') {
    // The proxy comes from Debian, and only Linux has the address 127.0.0.2 by default.
    return;
  }
  const stage = useStage();
  let authority: CertificateAuthority;
  let squid: Squid;
  let plain: Front;
  let secure: Front;
  let folder: string;

  before(async function () {
    this.timeout(300_000);
    authority = createCertificateAuthority('Our company');
    squid = await startSquid();
  });
  after(async () => {
    authority.dispose();
    await squid.stop();
  });
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'cloud-tasks-network-'));
    plain = await startFront(stage.origin);
    secure = await startFront(stage.origin, authority.server);
  });
  afterEach(async () => {
    await setNetwork({});
    await Promise.all([plain.stop(), secure.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  /** Tracks a task at that front and returns why it has no response; nothing when it has one. */
  async function requestTask(
    front: Front,
    caFile?: string,
  ): Promise<{ readonly ref: TaskRef; readonly reason?: string }> {
    const change = { endpoint: front.origin, id: `network-${caFile ? 'ca' : 'usual'}`, ...(caFile && { caFile }) };
    const ref = await stage.trackNew(await stage.connect('shoplazza-2025-06', change), longRun);
    const { stale, state } = await stage.task(ref);
    assert.equal(state, stale ? 'unknown' : 'running');
    return { ref, ...(stale && { reason: stale.reason }) };
  }

  async function requestsTo(front: Front): Promise<readonly string[]> {
    return (await squid.requests()).filter((request) => request.includes(front.host));
  }

  describe('with http.proxy', () => {
    it('is requested through the proxy', async () => {
      await setNetwork({ proxy: squid.open });
      assert.equal((await requestTask(plain)).reason, undefined);
      assert.match((await requestsTo(plain)).join(), /^GET http:\/\/127\.0\.0\.2:\d+\/.* 200/);
    });

    it('is requested through a tunnel, also with a certificate file', async () => {
      await setNetwork({ proxy: squid.open });
      assert.match((await requestTask(secure)).reason ?? '', /signed by an untrusted CA/);
      assert.equal((await requestTask(secure, authority.file)).reason, undefined);
      await until('the tunnels are in the log', async () => (await requestsTo(secure)).length > 1);
      assert.match((await requestsTo(secure)).join(), /^CONNECT 127\.0\.0\.2:\d+ 200/);
    });

    it('is requested without it where http.noProxy says so', async () => {
      await setNetwork({ proxy: squid.closed, noProxy: ['127.0.0.2'] });
      assert.equal((await requestTask(plain)).reason, undefined);
      assert.equal((await requestTask(secure, authority.file)).reason, undefined);
      assert.deepEqual([...(await requestsTo(plain)), ...(await requestsTo(secure))], []);
    });

    it('names the proxy when it refuses, and goes on when it no longer does', async () => {
      await setNetwork({ proxy: squid.closed });
      const { ref, reason } = await requestTask(plain);
      assert.match(reason ?? '', /A proxy or firewall blocked the request to 127\.0\.0\.2:\d+ .*HTTP 403/);
      assert.match((await requestTask(secure, authority.file)).reason ?? '', /A proxy or firewall blocked .*HTTP 403/);
      await assert.rejects(stage.api.testConnection(ref.connection), /A proxy or firewall blocked the request/);
      await setNetwork({ proxy: squid.open });
      await until('it has a response', async () => (await stage.refreshed(ref)).state === 'running');
    });

    it('says when the proxy wants a password, and takes it from the setting', async () => {
      await setNetwork({ proxy: squid.guarded });
      assert.match((await requestTask(plain)).reason ?? '', /requires a user name and password .*HTTP 407/);
      assert.match(
        (await requestTask(secure, authority.file)).reason ?? '',
        /requires a user name and password .*HTTP 407/,
      );
      await setNetwork({ proxy: squid.guarded.replace('//', '//tester:let%20me%20in@') });
      assert.equal((await requestTask(plain)).reason, undefined);
      assert.equal((await requestTask(secure, authority.file)).reason, undefined);
    });

    it('says when the proxy cannot be reached', async () => {
      await setNetwork({ proxy: 'http://127.0.0.1:1' });
      for (const { reason } of [await requestTask(plain), await requestTask(secure, authority.file)]) {
        assert.match(reason ?? '', /^Couldn't connect to the proxy for 127\.0\.0\.2:\d+/);
      }
    });
  });

  describe('with a private certificate', () => {
    it('is rejected with advice, until the connection names the file', async () => {
      const { ref, reason } = await requestTask(secure);
      assert.match(
        reason ?? '',
        /certificate of 127\.0\.0\.2:\d+ is signed by an untrusted CA \(UNABLE_TO_VERIFY.*"caFile" of the connection/,
      );
      const connection = stage.api.listConnections().find(({ id }) => id === ref.connection);
      assert.ok(connection);
      await workspace
        .getConfiguration('cloudTasks')
        .update('connections', [{ ...connection, caFile: authority.file }], ConfigurationTarget.Global);
      await until('it has a response', async () => (await stage.refreshed(ref)).state === 'running');
    });

    it('is not accepted from another authority', async () => {
      const other = createCertificateAuthority('Another company');
      try {
        assert.match((await requestTask(secure, other.file)).reason ?? '', /signed by an untrusted CA/);
      } finally {
        other.dispose();
      }
    });

    it('names a file that is missing or holds no certificate, disturbs no other, and reads it once it is there', async () => {
      const file = path.join(folder, 'company.pem');
      const { ref, reason } = await requestTask(secure, file);
      assert.ok(reason?.startsWith(`The file ${file} cannot be read (ENOENT).`), reason);
      await assert.rejects(stage.api.testConnection(ref.connection), /company\.pem cannot be read/);
      assert.equal((await requestTask(plain)).reason, undefined);

      writeFileSync(file, 'not yet');
      await until('it is read again', async () =>
        /contains no certificate/.test((await stage.refreshed(ref)).stale?.reason ?? ''),
      );
      copyFileSync(authority.file, file);
      await until('it has a response', async () => (await stage.refreshed(ref)).state === 'running');
    });
  });
});
