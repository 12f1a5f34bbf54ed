import assert from 'node:assert/strict';
import { inEnglish } from '../../src/base/message';
import { credentialKindInfo, credentialKinds, toCredentials } from '../../src/auth/credentialKinds';
import type { CredentialKind, Credentials } from '../../src/auth/credentials';
import { parseCredentials } from '../../src/auth/parseCredentials';
import { pastedHeaderValue } from '../../src/auth/pastedValue';

const samples: Record<CredentialKind, Credentials> = {
  aksk: { kind: 'aksk', accessKey: 'AK', secretKey: 'SK', securityToken: 'ST' },
  'iam-token': { kind: 'iam-token', token: 'T' },
  'iam-password': { kind: 'iam-password', domain: 'd', user: 'u', password: ' p ' },
  'koodrive-token': { kind: 'koodrive-token', token: 'Bearer+T' },
  'koodrive-app': { kind: 'koodrive-app', appId: 'A', appSecret: 'S' },
  'access-token': { kind: 'access-token', token: 'T' },
  bearer: { kind: 'bearer', token: 'T' },
  header: { kind: 'header', name: 'X-Key', value: 'a b' },
  basic: { kind: 'basic', user: 'u', password: ' p ' },
  'oauth-client': { kind: 'oauth-client', clientId: 'client', clientSecret: 'secret' },
  vscode: { kind: 'vscode', account: 'github', scopes: 'repo', user: '7' },
  command: { kind: 'command', command: 'print-token --plain' },
  none: { kind: 'none' },
};

function problem(kind: CredentialKind, key: string, value: string): string | undefined {
  const field = credentialKindInfo(kind).fields.find((candidate) => candidate.key === key);
  const found = field!.validate(field!.normalize(value));
  return found && inEnglish(found);
}

describe('credentialKindInfo', () => {
  for (const kind of credentialKinds) {
    it(`has fields that make the credentials of ${kind}`, () => {
      const { fields, label, hint } = credentialKindInfo(kind);
      const sample = samples[kind] as unknown as Record<string, string>;
      assert.deepEqual(['kind', ...fields.map(({ key }) => key)].sort(), Object.keys(sample).sort());
      assert.ok(label !== '' && hint.endsWith('.'));
      const values: Record<string, string> = {};
      for (const field of fields) {
        const { key } = field;
        assert.equal(field.validate(sample[key]!), undefined, key);
        assert.equal(field.normalize(sample[key]!), sample[key]!, key);
        values[key] = key === 'password' ? sample[key]! : `\n ${sample[key]!} \t`;
      }
      assert.deepEqual(toCredentials(kind, values), sample);
    });
  }

  it('knows all kinds', () => {
    assert.deepEqual([...credentialKinds].sort(), Object.keys(samples).sort());
  });

  it('lets only the security token be empty', () => {
    for (const kind of credentialKinds) {
      for (const field of credentialKindInfo(kind).fields) {
        const { key, required } = field;
        assert.equal(required, key !== 'securityToken');
        assert.equal(field.validate('') === undefined, !required);
      }
    }
    assert.deepEqual(toCredentials('aksk', { accessKey: 'AK', secretKey: 'SK', securityToken: '' }), {
      kind: 'aksk',
      accessKey: 'AK',
      secretKey: 'SK',
    });
  });

  it('hides every secret while it is typed', () => {
    const shown = credentialKinds.flatMap((kind) =>
      credentialKindInfo(kind)
        .fields.filter(({ secret }) => !secret)
        .map(({ key }) => key),
    );
    const ofAccount = ['account', 'scopes', 'user'];
    const expected = ['accessKey', 'appId', 'clientId', 'domain', 'name', 'user', 'user', ...ofAccount];
    assert.deepEqual(shown.sort(), expected.sort());
  });

  it('catches what people paste by mistake', () => {
    assert.match(problem('bearer', 'token', 'Basic dTpw') ?? '', /contains a space/);
    assert.match(problem('aksk', 'accessKey', 'AK SK') ?? '', /contains a space/);
    assert.match(problem('aksk', 'secretKey', 'SK\nAK') ?? '', /line break/);
    assert.match(problem('bearer', 'token', '令牌') ?? '', /character/);
    assert.match(problem('header', 'name', 'X Key') ?? '', /letters/);
    assert.match(problem('header', 'name', 'Host') ?? '', /Host/);
    assert.match(problem('header', 'value', 'ключ') ?? '', /character/);
    assert.match(problem('basic', 'user', 'a:b') ?? '', /colon/);
    assert.match(problem('basic', 'password', 'a\nb') ?? '', /line break/);
    assert.equal(problem('koodrive-token', 'token', 'Authorization=Bearer+abc'), undefined);
  });
});

describe('what is pasted with a secret', () => {
  const cases: readonly (readonly [kind: CredentialKind, key: string, pasted: string, value: string])[] = [
    ['bearer', 'token', 'Bearer abc.def-_~+/==', 'abc.def-_~+/=='],
    ['bearer', 'token', ' bearer   abc ', 'abc'],
    ['bearer', 'token', 'Token abc', 'abc'],
    ['bearer', 'token', '"Bearer abc"', 'abc'],
    ['bearer', 'token', 'Bearer "abc"', 'abc'],
    ['bearer', 'token', 'Authorization: Bearer abc', 'abc'],
    ['bearer', 'token', 'authorization:abc', 'abc'],
    ['bearer', 'token', "'Authorization: Bearer abc'", 'abc'],
    ['bearer', 'token', '-H "Authorization: Bearer abc"', 'abc'],
    ['bearer', 'token', '"Authorization": "Bearer abc",', 'abc'],
    ['bearer', 'token', '“abc”', 'abc'],
    ['bearer', 'token', 'Bearer ', ''],
    ['bearer', 'token', 'Bearer+abc', 'Bearer+abc'],
    ['bearer', 'token', 'bearerabc', 'bearerabc'],
    ['iam-token', 'token', 'X-Auth-Token: MIIabc', 'MIIabc'],
    ['iam-token', 'token', 'x-subject-token:MIIabc', 'MIIabc'],
    ['access-token', 'token', 'Access-Token: abc', 'abc'],
    ['aksk', 'securityToken', 'X-Security-Token: abc', 'abc'],
    ['aksk', 'secretKey', '"SK"', 'SK'],
    ['koodrive-token', 'token', ' Bearer+abc ', 'Bearer+abc'],
    ['koodrive-token', 'token', 'Authorization=Bearer+abc', 'Authorization=Bearer+abc'],
    ['basic', 'password', ' "Bearer p" ', ' "Bearer p" '],
    ['iam-password', 'password', "'p'", "'p'"],
  ];
  for (const [kind, key, pasted, value] of cases) {
    it(`leaves the value of ${kind}: ${pasted}`, () => {
      const field = credentialKindInfo(kind).fields.find((candidate) => candidate.key === key);
      assert.equal(field?.normalize(pasted), value);
    });
  }

  it('leaves the value of a header, with the prefix that its provider sends', () => {
    for (const pasted of [
      'abc',
      'Key abc',
      'key  abc',
      'Authorization: Key abc',
      '"Authorization: Key abc"',
      "'abc'",
    ]) {
      assert.equal(pastedHeaderValue(pasted, 'Authorization', 'Key '), 'Key abc', pasted);
    }
    assert.equal(pastedHeaderValue('Basic YTo=', 'Authorization', 'Basic '), 'Basic YTo=');
    assert.equal(pastedHeaderValue('X-API-Key: abc', 'x-api-key'), 'abc');
    assert.equal(pastedHeaderValue('Bearer abc', 'Authorization'), 'Bearer abc');
    assert.equal(pastedHeaderValue('Token token="abc"', 'Authorization'), 'Token token="abc"');
    assert.equal(pastedHeaderValue('Authorization: Token token="abc"', 'Authorization'), 'Token token="abc"');
    assert.equal(pastedHeaderValue('sk-abc', 'X-Key', 'sk-'), 'sk-abc');
    assert.equal(pastedHeaderValue('abc', ''), 'abc');
    assert.equal(pastedHeaderValue('Key ', 'Authorization', 'Key '), '');
  });
});

describe('toCredentials', () => {
  it('does not make half of some credentials, nor quote them', () => {
    assert.throws(
      () => toCredentials('aksk', { accessKey: 'HALF' }),
      (error) => error instanceof Error && !error.message.includes('HALF'),
    );
  });
});

describe('parseCredentials', () => {
  it('takes what is whole, and drops what is strange', () => {
    for (const credentials of Object.values(samples)) {
      assert.deepEqual(parseCredentials({ ...credentials, extra: 1 }), credentials);
    }
    assert.deepEqual(parseCredentials({ kind: 'aksk', accessKey: 'AK', secretKey: 'SK', securityToken: undefined }), {
      kind: 'aksk',
      accessKey: 'AK',
      secretKey: 'SK',
    });
  });

  it('takes nothing else', () => {
    const others: unknown[] = [
      undefined,
      null,
      'none',
      [],
      {},
      { kind: 'other' },
      { kind: 'aksk', accessKey: 'AK' },
      { kind: 'iam-token', token: 1 },
      { kind: 'iam-token', token: '' },
      { kind: 'iam-token', token: ' ' },
      { kind: 'iam-token', token: 'a\nb' },
      { kind: 'header', name: 'a b', value: 'c' },
      { kind: 'header', name: 'Host', value: 'c' },
      { kind: 'basic', user: 'u', password: 'a\u0000' },
    ];
    for (const other of others) {
      assert.equal(parseCredentials(other), undefined, JSON.stringify(other));
    }
  });
});
