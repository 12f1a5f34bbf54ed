import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { toCurlCommand, unknownProject, type CurlCommand } from '../../../src/auth/curl/curlCommand';
import { credentialKindNames, type CredentialKind } from '../../../src/auth/credentials';
import { systemClock } from '../../../src/base/clock';
import { inEnglish } from '../../../src/base/message';
import type { Connection } from '../../../src/connections/connection';
import { RequestError } from '../../../src/http/failure';
import type { HttpRequest } from '../../../src/http/request';
import { builtInProviders } from '../../../src/providers/builtInProviders';
import { huaweiVod } from '../../../src/providers/huaweiVod/provider';
import { createSimulatedCloud } from '../../../src/simulator/simulatedCloud';
import { readJson } from '../../support/checkout';
import { curlCallsIn, runInShell } from '../../support/shell';
import { createTestAccount, type TestAccountName } from '../../support/testAccounts';

const plain: HttpRequest = { method: 'GET', url: 'https://example.com/v1/7', headers: { accept: 'application/json' } };
const secrets = {
  X_AUTH_TOKEN: `t'"$(exit 1)`,
  ACCESS_TOKEN: 'a b',
  HEADER_NAME: 'X-Key',
  HEADER_VALUE: 'k',
  API_USER: 'u',
  API_PASSWORD: `p:'"`,
};

/** What curl is called with, by the name of the option; addresses are under `url`. */
async function call(command: CurlCommand, env: NodeJS.ProcessEnv = secrets): Promise<Record<string, string[]>> {
  const calls = await curlCallsIn(command.line, env);
  assert.equal(calls.length, 1);
  const options: Record<string, string[]> = {};
  const left = [...calls[0]!];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    const hasValue = word.startsWith('--') && word !== '--globoff';
    (options[word.startsWith('--') ? word.slice(2) : 'url'] ??= []).push(hasValue ? (left.shift() ?? '') : word);
  }
  return options;
}

const headersOf = async (kind: CredentialKind, userId?: string): Promise<string[]> => {
  const { header = [] } = await call(toCurlCommand(plain, kind, userId === undefined ? {} : { userId }));
  assert.equal(header[0], 'accept: application/json');
  return header.slice(1);
};

describe('toCurlCommand', () => {
  it('puts the variable’s value where the secret belongs', async () => {
    assert.deepEqual(await headersOf('iam-token'), [`x-auth-token: ${secrets.X_AUTH_TOKEN}`]);
    assert.deepEqual(await headersOf('iam-password'), [`x-auth-token: ${secrets.X_AUTH_TOKEN}`]);
    assert.deepEqual(await headersOf('aksk'), [`x-auth-token: ${secrets.X_AUTH_TOKEN}`]);
    assert.deepEqual(await headersOf('access-token'), ['access-token: a b']);
    assert.deepEqual(await headersOf('bearer'), ['authorization: Bearer a b']);
    assert.deepEqual(await headersOf('header'), ['X-Key: k']);
    assert.deepEqual(await headersOf('none'), []);
    for (const kind of ['koodrive-token', 'koodrive-app'] as const) {
      const [date = '', ...others] = await headersOf(kind, "17'42");
      assert.match(date, /^x-date: 20\d{6}T\d{6}Z$/);
      assert.deepEqual(others, ["x-user-id: 17'42", 'authorization: Bearer+a b']);
    }
    const { user } = await call(toCurlCommand(plain, 'basic', {}));
    assert.deepEqual(user, [`u:p:'"`]);
  });

  it('names the variables that it uses, and no others', () => {
    for (const kind of credentialKindNames) {
      const { line, variables } = toCurlCommand(plain, kind, {});
      const used = [...line.matchAll(/"\$([A-Z_]+)"/g)].map(([, name]) => name);
      assert.deepEqual(variables, used, kind);
      assert.equal(variables.length > 0, kind !== 'none', kind);
    }
  });

  it('says of signatures that they cannot be copied, in words that no shell reads, in either language', () => {
    const chinese = readJson('l10n/bundle.l10n.zh-cn.json') as Readonly<Record<string, string>>;
    for (const kind of credentialKindNames) {
      const { line, remark } = toCurlCommand(plain, kind, {});
      assert.equal(remark !== undefined, kind === 'aksk' || kind === 'koodrive-app', kind);
      assert.doesNotMatch(line, /signature|HMAC/i);
      const texts = remark ? [inEnglish(remark), chinese[remark.text] ?? ''] : [];
      for (const text of texts) {
        assert.match(text, /^[\p{L}\p{N} ,.，。]+$/u);
      }
    }
  });

  it('leaves method, address, headers and body as they are', async () => {
    const request: HttpRequest = {
      method: 'DELETE',
      url: "https://example.com/a'b/{x}[1]?q=$(id)&r=%20#part",
      headers: { 'x-empty': '', 'x-quote': `a 'b' "c" \\ $HOME \`id\`` },
      body: '@{"a": 1}\n',
    };
    const { url, request: methods, header, 'data-raw': body, globoff } = await call(toCurlCommand(request, 'none', {}));
    assert.deepEqual(url, [new URL(request.url).href]);
    assert.deepEqual([methods, body, globoff], [['DELETE'], [request.body], ['--globoff']]);
    assert.deepEqual(header, ['x-empty;', `x-quote: ${request.headers['x-quote']}`]);
  });

  it('trusts the certificates of the connection', async () => {
    const { cacert } = await call(toCurlCommand(plain, 'none', { caFile: "/etc/it's ours.pem" }));
    assert.deepEqual(cacert, ["/etc/it's ours.pem"]);
  });

  it('leaves the project to a variable where only its region is known', async () => {
    const connection: Connection = {
      id: 'c',
      name: 'c',
      provider: 'huawei-vod',
      credentials: 'aksk',
      region: 'cn-north-4',
      projectId: unknownProject,
    };
    const command = toCurlCommand(huaweiVod.request(connection, '7'), 'aksk', {});
    assert.deepEqual(command.variables, ['PROJECT_ID', 'X_AUTH_TOKEN']);
    const { url = [] } = await call(command, { ...secrets, PROJECT_ID: 'p1' });
    assert.match(url[0] ?? '', /^https:\/\/vod\.cn-north-4\.myhuaweicloud\.com\/v1\/p1\//);
  });

  it('refuses an address that must not be asked, such as one with a password in it', () => {
    for (const url of ['https://user:word@example.com/', 'http://example.com/', 'no address']) {
      assert.throws(
        () => toCurlCommand({ ...plain, url }, 'none', {}),
        (error) => error instanceof RequestError && error.failure.kind === 'address' && !/word/.test(String(error)),
      );
    }
    assert.throws(() => toCurlCommand(plain, 'koodrive-token', { userId: 'a\r\nb' }), RequestError);
  });
});

const hasCurl = isCurlHere();

(hasCurl ? describe : describe.skip)(`a copied command${hasCurl ? '' : ' (left out: there is no curl here)'}`, () => {
  const cases = {
    'dsc-iam-token': 'X_AUTH_TOKEN',
    'vod-iam-token': 'X_AUTH_TOKEN',
    'koodrive-token': 'ACCESS_TOKEN',
    'shoplazza-2022-01': 'ACCESS_TOKEN',
  } satisfies Partial<Record<TestAccountName, string>>;
  for (const [name, variable] of Object.entries(cases) as [TestAccountName, string][]) {
    it(`is answered by the service: ${name}`, async () => {
      const cloud = createSimulatedCloud({ clock: systemClock });
      try {
        const { connection, credentials, account, service } = createTestAccount(name, await cloud.start());
        cloud.accounts.allow(account);
        const id = cloud.addTask(service, { queuedMs: 0, runningMs: 60_000, outcome: 'succeeded' });
        const provider = builtInProviders.find((each) => each.id === connection.provider)!;
        const { userId = '' } = connection;
        const { line } = toCurlCommand(provider.request(connection, id), connection.credentials, { userId });
        const token = 'token' in credentials ? credentials.token.replace(/^Bearer\+/, '') : '';
        const env = { PATH: process.env['PATH'] ?? '', NO_PROXY: '*', no_proxy: '*' };
        assert.ok((await runInShell(`${line} --silent`, { ...env, [variable]: token })).includes(id));
        const refused = await runInShell(`${line} --silent`, { ...env, [variable]: 'wrong' });
        assert.ok(!refused.includes(id), refused);
      } finally {
        await cloud.stop();
      }
    });
  }
});

function isCurlHere(): boolean {
  try {
    execFileSync('curl', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
