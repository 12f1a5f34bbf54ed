import assert from 'node:assert/strict';
import type { Credentials } from '../../src/auth/credentials';
import type { EditorAccounts } from '../../src/auth/editorAccount';
import { systemClock } from '../../src/base/clock';
import { HttpServiceClient } from '../../src/client/serviceClient';
import { failureMessage } from '../../src/http/failureMessage';
import { scopeOf } from '../../src/http/failureScope';
import type { HttpRequest, HttpResponse } from '../../src/http/request';
import { requestOrigins } from '../../src/providers/requestOrigins';
import { documentedDefinitions } from '../providers/definitions/examples';
import { providerOf } from '../providers/definitions/definitions';
import { recorded, connectionTo } from '../providers/responses';
import { emptyMemory } from './emptyMemory';

interface Example {
  /** The ID of the example in docs/custom-providers.md. */
  readonly defined: string;
  readonly credentials: Credentials;
  readonly fields?: Readonly<Record<string, string>>;
  readonly task: string;
  /** A recorded response, and the state in it. */
  readonly response: unknown;
  readonly state: string;
}

function responseOf(file: string, name: string): unknown {
  const { responses, ...flat } = JSON.parse(recorded(file)) as Readonly<Record<string, { readonly body?: unknown }>> & {
    readonly responses?: Readonly<Record<string, { readonly body: unknown }>>;
  };
  return (responses ?? flat)[name]?.body;
}

const examples: readonly Example[] = [
  {
    defined: 'databricks',
    credentials: { kind: 'oauth-client', clientId: 'client', clientSecret: 'client-secret' },
    fields: { endpoint: 'https://my-workspace.cloud.databricks.com' },
    task: '455644833',
    response: responseOf('catalog/databricks-run', 'pending'),
    state: 'queued',
  },
  {
    defined: 'google-run',
    credentials: { kind: 'command', command: 'node -p "\'printed-token\'"' },
    task: 'projects/acme-render/locations/europe-west1/operations/7f3e2c1a-90bd-4d52-8d0e-11aa22bb33cc',
    response: responseOf('definitions/google-operation', 'running'),
    state: 'running',
  },
  {
    defined: 'github-run',
    credentials: { kind: 'vscode', account: 'github', scopes: 'repo', user: '7' },
    task: 'acme/widgets/19876543210',
    response: responseOf('definitions/github-run', 'running'),
    state: 'running',
  },
];

/** Signs in to all accounts. */
const accounts: EditorAccounts = {
  session: ({ account, scopes, user }) => Promise.resolve({ id: '1', user, token: `${account}-${scopes}-token` }),
  signIn: () => Promise.resolve(undefined),
  onDidChange: () => ({ dispose: () => undefined }),
};

/** A client for which every workspace is trusted. */
function clientOf(send: (request: HttpRequest) => Promise<HttpResponse>): HttpServiceClient {
  return new HttpServiceClient(
    { send },
    systemClock,
    () => 1_000,
    emptyMemory,
    'en',
    () => true,
    accounts,
  );
}

describe('the ways to sign in that the page of definitions shows', () => {
  for (const { defined, credentials, fields = {}, task, response, state } of examples) {
    it(`${credentials.kind}: ${defined}`, async () => {
      const sent: HttpRequest[] = [];
      const send = (request: HttpRequest): Promise<HttpResponse> => {
        sent.push(request);
        const body = /token$/.test(request.url) ? { access_token: 'issued-token', token_type: 'Bearer' } : response;
        return Promise.resolve({ status: 200, headers: {}, body: JSON.stringify(body), sentAt: 0, receivedAt: 0 });
      };
      const client = clientOf(send);
      const provider = providerOf(documentedDefinitions.get(defined));
      assert.ok(provider.credentials.includes(credentials.kind));
      const connection = { ...connectionTo(provider.id, fields), credentials: credentials.kind };
      const origins = requestOrigins(provider, connection);
      const result = await client.task({ provider, connection, credentials, origins }, task);
      assert.ok(result.ok, JSON.stringify(result));
      assert.equal(result.snapshot.state, state);
      const tokens = { 'oauth-client': 'issued-token', command: 'printed-token', vscode: 'github-repo-token' };
      const token = tokens[credentials.kind as keyof typeof tokens];
      assert.equal(sent.at(-1)?.headers['authorization'], `Bearer ${token}`);
      assert.equal(sent.at(-1)?.url, provider.request(connection, task).url);
    });
  }

  it('says that the editor cannot renew the token of an account now, before and after the service rejected the last', async () => {
    const provider = providerOf(documentedDefinitions.get('github-run'));
    const connection = { ...connectionTo(provider.id, {}), credentials: 'vscode' } as const;
    const credentials = { kind: 'vscode', account: 'github', scopes: 'repo', user: '7' } as const;
    const origins = requestOrigins(provider, connection);
    const call = { provider, connection, credentials, origins };
    for (const answers of [0, 1]) {
      let asked = 0;
      let sent = 0;
      const client = new HttpServiceClient(
        {
          send() {
            sent++;
            return Promise.resolve({ status: 401, headers: {}, body: '{}', sentAt: 0, receivedAt: 0 });
          },
        },
        systemClock,
        () => 1_000,
        emptyMemory,
        'en',
        () => true,
        {
          ...accounts,
          session: (wanted) => (asked++ < answers ? accounts.session(wanted) : Promise.reject(new Error('offline'))),
        },
      );
      const result = await client.task(call, 'acme/widgets/1');
      assert.ok(!result.ok);
      assert.match(failureMessage(result.failure).text, /cannot renew its sign-in/);
      assert.equal(scopeOf(result.failure), 'connection');
      assert.deepEqual([asked, sent], [answers + 1, answers]);
    }
  });

  it('sends the token of an account nowhere else, whatever the connection was saved for', async () => {
    const provider = providerOf({
      ...documentedDefinitions.get('github-run'),
      id: 'other',
      request: '{endpoint}/runs/{id}',
      taskId: undefined,
      page: undefined,
      cancel: undefined,
    });
    const connection = {
      ...connectionTo('other', { endpoint: 'https://evil.example.com' }),
      credentials: 'vscode',
    } as const;
    const credentials = { kind: 'vscode', account: 'github', scopes: 'repo', user: '7' } as const;
    const send = (): Promise<HttpResponse> => assert.fail('It was sent.');
    const client = clientOf(send);
    const origins = ['https://evil.example.com'];
    const result = await client.task({ provider, connection, credentials, origins }, '1');
    assert.ok(!result.ok);
    assert.equal(result.failure.kind, 'credentials-missing');
  });
});
