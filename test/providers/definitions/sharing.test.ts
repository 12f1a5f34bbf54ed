import assert from 'node:assert/strict';
import { inEnglish } from '../../../src/base/message';
import { differences, reachOf } from '../../../src/providers/definitions/sharing/reach';
import { readShared } from '../../../src/providers/definitions/sharing/readShared';
import { withoutSecrets } from '../../../src/providers/definitions/sharing/withoutSecrets';

const plain = { id: 'jobs', request: 'https://jobs.example.com:8443/v1/{id}', state: 'status' };

describe('shared definitions', () => {
  for (const [what, text] of Object.entries({
    one: JSON.stringify(plain),
    'a list': JSON.stringify([plain]),
    'an element of a list, with its comma': `${JSON.stringify(plain)},`,
    'lines of settings.json': `"cloudTasks.providers": [ ${JSON.stringify(plain)}, ],`,
    'all of settings.json': `{ "editor.tabSize": 2, /* ours */ "cloudTasks.providers": [ ${JSON.stringify(plain)} ] }`,
    'a file with comments': `// see https://example.com, "quoted"\n{ "providers": [ ${JSON.stringify(plain)} // one\n ] }`,
  })) {
    it(`are read from ${what}`, () => {
      assert.deepEqual(readShared(text), { ok: true, definitions: [plain] });
    });
  }

  it('keep what looks like a comment or a comma inside of a text', () => {
    const odd = { ...plain, label: 'a // b /* c */ ,] ,}' };
    assert.deepEqual(readShared(JSON.stringify(odd)), { ok: true, definitions: [odd] });
  });

  for (const text of ['https://example.com/a.json', '', '[]', '{}', '{"id":"x"}', '7', 'null', '[1]', '{"request":']) {
    it(`are not in ${JSON.stringify(text)}`, () => {
      const read = readShared(text);
      assert.ok(!read.ok);
      assert.match(inEnglish(read.problem), /^(This is not JSON|Definitions are not imported from an address)/);
    });
  }
});

describe('what a definition may do', () => {
  it('is where its requests go, how, and with which credentials', () => {
    const { hosts, requests, credentials } = reachOf({
      ...plain,
      credentials: ['bearer', { kind: 'header', name: 'x-api-key', prefix: 'Key ' }],
      list: { request: { url: '{endpoint}/all', body: {} }, tasks: '@' },
      cancel: { method: 'DELETE', url: 'https://{region}.example.com/{id}' },
    });
    assert.deepEqual(hosts, ['jobs.example.com:8443', '{endpoint}', '{region}.example.com']);
    assert.deepEqual(requests, [
      'GET https://jobs.example.com:8443/v1/{id}',
      'POST {endpoint}/all',
      'DELETE https://{region}.example.com/{id}',
    ]);
    assert.deepEqual(credentials, ['bearer', 'x-api-key: Key …']);
  });

  it('differs in what was changed', () => {
    const before = reachOf({ ...plain, credentials: ['bearer'] });
    assert.deepEqual(differences(before, reachOf({ ...plain, credentials: ['bearer'], state: 'other' })), []);
    assert.deepEqual(differences(before, reachOf({ ...plain, credentials: ['basic'] })), ['credentials']);
    assert.deepEqual(
      differences(before, reachOf({ ...plain, credentials: ['bearer'], request: 'https://b.example/' })),
      ['hosts', 'requests'],
    );
    const signedIn = (...scopes: string[]) => ({
      ...plain,
      credentials: [{ kind: 'vscode' as const, account: 'github' as const, scopes }],
    });
    assert.deepEqual(reachOf(signedIn('repo')).credentials, ['vscode (github: repo)']);
    assert.deepEqual(differences(reachOf(signedIn('repo')), reachOf(signedIn('repo', 'delete_repo'))), ['credentials']);
  });
});

describe('a definition that is copied', () => {
  it('has no fixed header, parameter or member that may be a secret', () => {
    const { definition, leftOut } = withoutSecrets({
      ...plain,
      request: {
        url: 'https://jobs.example.com/{id}?api_key=abc&page_token={page}&version=2',
        headers: { 'x-api-key': 'abc', 'anthropic-version': '2023', token: '{tenant}' },
        body: { query: 'q', auth: { password: 'abc', user: 'u' }, list: [{ secret: 'abc' }] },
      },
    });
    assert.deepEqual(definition, {
      ...plain,
      request: {
        url: 'https://jobs.example.com/{id}?page_token={page}&version=2',
        headers: { 'anthropic-version': '2023', token: '{tenant}' },
        body: { query: 'q', auth: { user: 'u' }, list: [{}] },
      },
    });
    assert.deepEqual(leftOut, [
      '/request/url',
      '/request/headers/x-api-key',
      '/request/body/auth/password',
      '/request/body/list/0/secret',
    ]);
  });

  it('has none by another spelling, or in the form of a well-known token', () => {
    const names = [
      'accessToken',
      'clientSecret',
      'X-AuthToken',
      'privateKey',
      'jwt',
      'sid',
      'sessionid',
      'passphrase_key',
    ];
    const body = {
      ...Object.fromEntries(names.map((name) => [name, 'abc'])),
      note: 'ghp_16C7e42F292c6912E7',
      max_tokens: '9',
    };
    const { definition, leftOut } = withoutSecrets({
      ...plain,
      request: { url: 'https://jobs.example.com/{id}?accessToken=abc&pageToken={page}', body },
    });
    assert.deepEqual(definition, {
      ...plain,
      request: { url: 'https://jobs.example.com/{id}?pageToken={page}', body: { max_tokens: '9' } },
    });
    assert.equal(leftOut.length, names.length + 2);
  });

  it('stays as it is without one', () => {
    assert.deepEqual(withoutSecrets(plain), { definition: plain, leftOut: [] });
  });
});
