import assert from 'node:assert/strict';
import type { Credentials } from '../../src/auth/credentials';
import { redactSecrets } from '../../src/auth/redactSecrets';
import type { HttpResponse } from '../../src/http/request';

const answer = (body: string, status = 400, headers: Record<string, string> = {}): HttpResponse => {
  return { status, headers, body, sentAt: 1, receivedAt: 2 };
};

describe('redactSecrets', () => {
  const cases: readonly (readonly [Credentials, readonly string[]])[] = [
    [
      { kind: 'aksk', accessKey: 'AK', secretKey: ' s3cret-key ', securityToken: 't0ken-of-it' },
      ['s3cret-key', 't0ken-of-it'],
    ],
    [{ kind: 'iam-token', token: 'MII1234+/x' }, ['MII1234+/x']],
    [{ kind: 'iam-password', domain: 'd', user: 'u', password: 'p"1\\2 ü & more' }, ['p"1\\2 ü & more']],
    [{ kind: 'koodrive-token', token: 'Authorization=Bearer+a%2B1b2c3d4;' }, ['a+1b2c3d4']],
    [{ kind: 'koodrive-app', appId: 'A', appSecret: 's3cret-app' }, ['s3cret-app']],
    [{ kind: 'access-token', token: 'acce55-token' }, ['acce55-token']],
    [{ kind: 'bearer', token: 'Bearer bear3r-token' }, ['bear3r-token']],
    [{ kind: 'header', name: 'x-key', value: 'k3y = value' }, ['k3y = value']],
    [
      { kind: 'basic', user: 'operator', password: 'pa55word' },
      ['pa55word', Buffer.from('operator:pa55word').toString('base64')],
    ],
    [
      { kind: 'oauth-client', clientId: 'a1b2', clientSecret: 'x8Q~s3cret/of+it=' },
      // As RFC 6749, 2.3.1 has it: encoded as in a form, and then in Base64.
      [
        'x8Q~s3cret/of+it=',
        'x8Q%7Es3cret%2Fof%2Bit%3D',
        Buffer.from('a1b2:x8Q%7Es3cret%2Fof%2Bit%3D').toString('base64'),
      ],
    ],
  ];
  for (const [credentials, secrets] of cases) {
    it(`masks what a service echoes, however it writes it: ${credentials.kind}`, () => {
      for (const secret of secrets) {
        const forms = [
          secret,
          JSON.stringify(secret),
          JSON.stringify(secret).replaceAll('/', '\\/'),
          encodeURIComponent(secret),
          encodeURIComponent(secret).replace(/%../g, (escape) => escape.toLowerCase()),
          Buffer.from(secret).toString('base64url'),
          Buffer.from(secret).toString('base64'),
          Buffer.from(`{"p":"${secret}"}`).toString('base64'),
        ];
        for (const form of forms) {
          for (const status of [200, 401]) {
            const clean = redactSecrets(
              answer(`wrong: ${form}!`, status, { 'x-request-id': `r-${form}` }),
              credentials,
            );
            const core = form.replace(/^"|"$|=+$/g, '');
            assert.ok(
              !clean.body.includes(core) && !clean.headers['x-request-id']?.includes(core),
              `${core} in ${clean.body}`,
            );
            assert.match(clean.body, /^wrong: .*•••.*!$/);
          }
        }
      }
    });
  }

  it('masks a key of digits, and leaves JSON as JSON', () => {
    const credentials: Credentials = { kind: 'bearer', token: '412356789012' };
    const body = '{"echo":"key 412356789012!","account": 412356789012 ,"list":[412356789012,7],"id":1412356789012}';
    const clean = redactSecrets(answer(body, 200), credentials).body;
    assert.deepEqual(JSON.parse(clean), { echo: 'key •••!', account: 0, list: [0, 7], id: 10 });
    assert.equal(redactSecrets(answer('PIN 20261126'), { kind: 'bearer', token: '20261126' }).body, 'PIN •••');
    assert.equal(redactSecrets(answer('on 20261126', 200), { kind: 'bearer', token: '20261126' }).body, 'on 20261126');
  });

  it('leaves everything else as it is', () => {
    const response = answer('{"ak":"AKIDEXAMPLE","n":123456,"state":"running"}', 200, { date: 'today' });
    assert.deepEqual(
      redactSecrets(response, { kind: 'aksk', accessKey: 'AKIDEXAMPLE', secretKey: 's3cret' }),
      response,
    );
    assert.deepEqual(redactSecrets(response, { kind: 'none' }), response);
  });

  it('does not take words and numbers of a good answer for a secret, and words of a refusal it does', () => {
    for (const token of ['running', '123456', 'n', 'AK', 'AK1']) {
      const response = answer('{"ak":"AK1","n":123456,"state":"running"}', 200);
      assert.deepEqual(redactSecrets(response, { kind: 'bearer', token }), response);
    }
    assert.equal(redactSecrets(answer('not hunters'), { kind: 'bearer', token: 'hunters' }).body, 'not •••');
  });
});
