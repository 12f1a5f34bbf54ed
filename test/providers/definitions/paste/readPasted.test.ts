import assert from 'node:assert/strict';
import { inEnglish } from '../../../../src/base/message';
import { readPasted } from '../../../../src/providers/definitions/paste/readPasted';
import { recordedApi } from '../recordedApis';
import { pastedRequest } from '../pasted';

const url = 'https://api.example.com/v1/jobs/7';

/** What is read of a command: the request, its credentials, and how a definition names them. */
function read(text: string): object {
  const { sent, secret, leftOut } = pastedRequest(text);
  return {
    ...sent,
    ...(Object.keys(sent.headers).length === 0 ? { headers: undefined } : {}),
    ...(secret.kind === 'none' ? {} : { secret: secret.credentials ?? secret.placeholder }),
    ...(leftOut.length === 0 ? {} : { leftOut }),
  };
}

const get = { method: 'GET', url, headers: undefined };

describe('a pasted curl command', () => {
  const cases: readonly (readonly [command: string, expected: object])[] = [
    [`curl ${url}`, get],
    [`curl.exe -sSL "${url}"`, get],
    [`$ curl -X GET --url '${url}'`, get],
    [
      `curl -s \\\n  -H 'Authorization: Bearer abc123' \\\n  ${url}`,
      { ...get, secret: { kind: 'bearer', token: 'abc123' } },
    ],
    [
      `curl -s \\   -H 'Authorization: Bearer abc123' \\   ${url}`,
      { ...get, secret: { kind: 'bearer', token: 'abc123' } },
    ],
    [
      `curl -H "Authorization: Key k1" ${url}`,
      { ...get, secret: { kind: 'header', name: 'Authorization', value: 'Key k1' } },
    ],
    [`curl -H "Authorization: k1" ${url}`, { ...get, secret: { kind: 'header', name: 'Authorization', value: 'k1' } }],
    [`curl -H 'X-API-Key: k1' ${url}`, { ...get, secret: { kind: 'header', name: 'x-api-key', value: 'k1' } }],
    [`curl -H 'X-Auth-Token: k1' ${url}`, { ...get, secret: { kind: 'iam-token', token: 'k1' } }],
    [`curl -u me:'pass word' ${url}`, { ...get, secret: { kind: 'basic', user: 'me', password: 'pass word' } }],
    [`curl -ume:pw ${url}`, { ...get, secret: { kind: 'basic', user: 'me', password: 'pw' } }],
    [`curl https://me:pw@api.example.com/v1/jobs/7`, { ...get, secret: { kind: 'basic', user: 'me', password: 'pw' } }],
    [
      `curl -H 'Authorization: Basic bWU6cHc=' ${url}`,
      { ...get, secret: { kind: 'basic', user: 'me', password: 'pw' } },
    ],
    [`curl -H "Authorization: Bearer $API_TOKEN" ${url}`, { ...get, secret: '$API_TOKEN' }],
    [`curl -H 'Authorization: Bearer <token>' ${url}`, { ...get, secret: '<token>' }],
    [`curl -H "x-key: \${KEY}" ${url}`, { ...get, secret: '${KEY}' }],
    [
      `curl -H 'Accept: application/vnd.x+json' -H 'X-Version: 2' -H 'User-Agent: me' -H 'Accept: */*' ${url}`,
      { ...get, headers: { accept: 'application/vnd.x+json', 'x-version': '2' } },
    ],
    [`curl -b 'a=b' -H 'Cookie: c=d' ${url}`, { ...get, leftOut: ['cookie'] }],
    [`curl '${url}?api_key=abc&page=2'`, { ...get, url: `${url}?page=2`, leftOut: ['api_key'] }],
    [`curl -G -d page=2 --data-urlencode 'q=a b' ${url}`, { ...get, url: `${url}?page=2&q=a%20b` }],
    [
      `curl --json '{"id":7}' ${url}`,
      { method: 'POST', url, headers: undefined, body: { kind: 'json', json: { id: 7 } } },
    ],
    [
      `curl -XPOST -H 'Content-Type: application/json' --data-raw $'{"id":"it\\u0027s"}' ${url}`,
      { method: 'POST', url, headers: undefined, body: { kind: 'json', json: { id: "it's" } } },
    ],
    [
      `curl -d id=7 -d 'kind=a b' ${url}`,
      { method: 'POST', url, headers: undefined, body: { kind: 'form', form: { id: '7', kind: 'a b' } } },
    ],
    [
      `curl --json '{"id":"7","password":"hunter2"}' ${url}`,
      { method: 'POST', url, headers: undefined, body: { kind: 'json', json: { id: '7' } }, leftOut: ['password'] },
    ],
    [
      `curl ^"${url}^" ^\n  -H ^"authorization: Bearer a^%b1^" ^\n  --data-raw ^"^{^\\^"id^\\^":7^}^"`,
      {
        method: 'POST',
        url,
        headers: undefined,
        body: { kind: 'json', json: { id: 7 } },
        secret: { kind: 'bearer', token: 'a%b1' },
      },
    ],
    [`curl ${url} | jq .status`, get],
    [`curl ${url} 2>/dev/null > job.json`, get],
    [`# The job:\nexport KEY=k1\n\n$ curl -H "x-key: $KEY" ${url}`, { ...get, secret: '$KEY' }],
    [
      `curl -H 'Authorization: Bearer '$(gcloud auth print-access-token)'' ${url}`,
      { ...get, secret: '$(gcloud auth print-access-token)' },
    ],
    [`curl -H "Authorization: Bearer \`az token\`" ${url}`, { ...get, secret: '`az token`' }],
    [`curl -H 'Ocp-Apim-Subscription-Key: YourSubscriptionKey' ${url}`, { ...get, secret: 'YourSubscriptionKey' }],
    [
      `curl -u sk_live_0123456789: ${url}`,
      { ...get, secret: { kind: 'header', name: 'Authorization', value: 'Basic c2tfbGl2ZV8wMTIzNDU2Nzg5Og==' } },
    ],
    [`curl -u YOUR_API_KEY: ${url}`, { ...get, secret: 'YOUR_API_KEY' }],
    [`curl -u me ${url}`, { ...get, secret: '' }],
    [
      `curl '${url}?job=9ea68fd3f95342c19742976c447fb463'`,
      { ...get, url: `${url}?job=9ea68fd3f95342c19742976c447fb463` },
    ],
    [
      `curl '${url}?of=arn:aws:states:us-east-1:1:execution:a:b0'`,
      { ...get, url: `${url}?of=arn:aws:states:us-east-1:1:execution:a:b0` },
    ],
    [`curl '${url}?x=9ea68fd3f95342c19742976c447fb463'`, { ...get, leftOut: ['x'] }],
    [`curl '${url}?job=ghp_0123456789abcdef'`, { ...get, leftOut: ['job'] }],
    [
      `curl -H 'X-Amz-Target: CodeBuild_20161006.BatchGetBuilds' --json '{"runArn":"arn:aws:states:us-east-1:1:execution:a:b"}' ${url}`,
      {
        method: 'POST',
        url,
        headers: { 'x-amz-target': 'CodeBuild_20161006.BatchGetBuilds' },
        body: { kind: 'json', json: { runArn: 'arn:aws:states:us-east-1:1:execution:a:b' } },
      },
    ],
    [`GET ${url} HTTP/1.1\nAuthorization: Bearer abc123\n`, { ...get, secret: { kind: 'bearer', token: 'abc123' } }],
    [
      `POST /v1/jobs/7 HTTP/1.1\r\nHost: api.example.com\r\nX-Version: 2\r\n\r\n{"id":7}`,
      { method: 'POST', url, headers: { 'x-version': '2' }, body: { kind: 'json', json: { id: 7 } } },
    ],
    [
      `await fetch("${url}", {\n  "headers": { "accept": "*/*", "authorization": "Bearer abc123" },\n  "body": null,\n  "method": "GET"\n});`,
      { ...get, secret: { kind: 'bearer', token: 'abc123' } },
    ],
    [url, get],
    [`  ${url}#top\n`, get],
  ];
  for (const [command, expected] of cases) {
    it(command.replace(/\n/g, '↵'), () => {
      assert.deepEqual(read(command), { ...expected });
    });
  }

  it('says which file of certificates it trusts', () => {
    assert.equal(pastedRequest(recordedApi('kubernetes-job').curl).caFile, 'ca.crt');
  });

  const problems: readonly (readonly [command: string, problem: RegExp])[] = [
    ['curl', /no address/],
    ['curl https://a.example https://b.example', /more than one address/],
    ['curl -F file=@a.zip https://a.example', /uploads a file/],
    ['curl -d @body.json https://a.example', /reads the file body\.json/],
    ['curl --aws-sigv4 aws:amz https://a.example', /a signature cannot be used again/],
    ['curl https://a.example/jobs/$ID', /placeholder/],
    ['curl https://a.example/jobs/{id}', /placeholder/],
    ['curl https://a.example/jobs/:id', /placeholder/],
    ['curl https://a.example/projects/PROJECT_ID/jobs/7', /placeholder/],
    ['curl -H @headers.txt https://a.example', /reads the file headers\.txt/],
    ['fetch("https://a.example", { method: "GET" })', /no JSON/],
    ['curl http://a.example/jobs/1', /https/],
    ['curl -X TRACE https://a.example', /TRACE/],
    ["curl -d '<a/>' -H 'Content-Type: text/xml' https://a.example", /JSON and forms/],
    ['hello', /Paste a curl command/],
    ['', /Paste a curl command/],
    ['ftp://a.example/x', /Paste a curl command/],
  ];
  for (const [command, problem] of problems) {
    it(`is refused: ${command}`, () => {
      const pasted = readPasted(command);
      assert.ok(pasted.kind === 'problem');
      assert.match(inEnglish(pasted.problem), problem);
    });
  }

  it('may be a response', () => {
    assert.deepEqual(readPasted(' {"status":"done"} '), { kind: 'response', body: '{"status":"done"}' });
  });
});

describe('a pasted command of PowerShell', () => {
  it('is read with its headers and body', () => {
    const command = `$r = Invoke-RestMethod -Uri "${url}" -Method Post \`
      -Headers @{ Authorization = "Bearer abc123"; 'X-Version' = '2' } -ContentType 'application/json' -Body '{"id":7}'`;
    assert.deepEqual(read(command), {
      method: 'POST',
      url,
      headers: { 'x-version': '2' },
      body: { kind: 'json', json: { id: 7 } },
      secret: { kind: 'bearer', token: 'abc123' },
    });
    assert.deepEqual(read(`irm ${url}`), get);
    const before = `$cred = gcloud auth print-access-token\n$headers = @{ "Authorization" = "Bearer $cred" }\n`;
    assert.deepEqual(read(`${before}Invoke-WebRequest -Headers $headers -Uri "${url}" | Select-Object`), {
      ...get,
      secret: '$cred',
    });
    assert.deepEqual(read(`$headers.Add("X-API-Key", "k1")\n$r = Invoke-RestMethod '${url}' -Headers $headers`), {
      ...get,
      secret: { kind: 'header', name: 'x-api-key', value: 'k1' },
    });
    assert.deepEqual(read(`iwr '${url}' -Headers @{ "x-api-key" = $env:KEY }`), { ...get, secret: '$env:KEY' });
  });

  it('asks how to sign in where a secret of the address was left out, and nothing else signs in', () => {
    assert.equal(pastedRequest(`curl '${url}?api_key=0123456789abcdef'`).isAddress, true);
    assert.equal(pastedRequest(`curl '${url}?api_key=0123456789abcdef' -H 'X-API-Key: k1'`).isAddress, false);
    assert.equal(pastedRequest(`curl '${url}?page=1'`).isAddress, false);
    assert.equal(pastedRequest(`GET ${url}`).isAddress, true);
  });

  it('takes what a person enters for a variable without the word and the quotes that the command has already', () => {
    const completed = (header: string, typed: string): unknown =>
      pastedRequest(`curl -H '${header}' ${url}`).secret.complete(typed);
    assert.deepEqual(completed('Authorization: Bearer $T', 'Bearer k1'), { kind: 'bearer', token: 'k1' });
    const header = { kind: 'header', name: 'Authorization' };
    assert.deepEqual(completed('Authorization: Key $T', '"key k1"'), { ...header, value: 'Key k1' });
    assert.deepEqual(completed('Authorization: $T', 'Bearer k1'), { ...header, value: 'Bearer k1' });
    assert.deepEqual(completed('X-API-Key: $T', 'X-API-Key: k1'), { kind: 'header', name: 'x-api-key', value: 'k1' });
    assert.deepEqual(completed('X-Auth-Token: $T', 'X-Subject-Token: k1'), { kind: 'iam-token', token: 'k1' });
  });

  it('keeps what a command sends as it is', () => {
    assert.deepEqual(pastedRequest(`curl -H 'X-API-Key: "k1"' ${url}`).secret.credentials, {
      kind: 'header',
      name: 'x-api-key',
      value: '"k1"',
    });
  });
});
