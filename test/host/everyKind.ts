import assert from 'node:assert/strict';
import type { Connection, Credentials, Provider, TaskState } from '../../src/api';
import type { TreeNode } from '../../src/ui/views/tree/treeNode';
import { markedSecret } from '../support/markedSecret';
import type { TestAccount } from '../support/testAccounts';
import { startEchoService, tokenPath, type EchoService } from './echoService';
import { drawRows } from './handedToEditor';
import type { Stage } from './stage';

/** An account of each kind of credentials. */
const kinds = [
  'dsc-temporary-key',
  'dsc-iam-token',
  'vod-iam-password',
  'koodrive-token',
  'koodrive-app',
  'shoplazza-2022-01',
] as const;

/** A provider for the kinds of credentials that no built-in one takes. */
export const anything: Provider = {
  id: 'test-anything',
  label: 'Anything',
  icon: 'gear',
  documentation: 'https://anything.example.com',
  fields: [{ key: 'endpoint', label: 'Endpoint', hint: '', required: true, validate: () => undefined }],
  credentials: ['bearer', 'header', 'basic', 'oauth-client', 'command', 'none'],
  oauthClient: ({ endpoint = '' }) => ({ tokenUrl: `${endpoint}${tokenPath}` }),
  request: ({ endpoint = '' }, id) => ({ method: 'GET', url: `${endpoint}/anything/${id}`, headers: {} }),
  parse({ status, body }) {
    const raw = readState(body);
    return raw.state && status === 200
      ? { ok: true, snapshot: { state: raw.state, rawState: raw.state, items: [], raw } }
      : { ok: false, failure: { kind: status === 401 ? 'unauthorised' : 'rejected', status, detail: body } };
  },
};

function readState(body: string): { readonly state?: TaskState } {
  try {
    return JSON.parse(body) as { readonly state?: TaskState };
  } catch {
    return {};
  }
}

function otherCredentials(): readonly Credentials[] {
  return [
    { kind: 'bearer', token: markedSecret('bearer') },
    { kind: 'header', name: 'X-Key', value: markedSecret('header') },
    { kind: 'basic', user: 'operator', password: markedSecret('basic') },
    { kind: 'oauth-client', clientId: 'client', clientSecret: markedSecret('client') },
    { kind: 'command', command: `echo ${markedSecret('command')}` },
  ];
}

/** Connects an account of each kind that the simulated cloud knows. */
export async function connectAccounts(stage: Stage, echo: EchoService): Promise<readonly TestAccount[]> {
  const accounts: TestAccount[] = [];
  for (const name of kinds) {
    accounts.push(await stage.connect(name, { endpoint: echo.origin }));
  }
  return accounts;
}

/** Adds a connection with each kind of credentials that it does not know. {@link anything} must be registered. */
export async function connectOthers(stage: Stage, echo: EchoService): Promise<readonly Connection[]> {
  const connections: Connection[] = [];
  for (const credentials of otherCredentials()) {
    const { kind } = credentials;
    const connection = { id: kind, name: kind, provider: anything.id, credentials: kind, endpoint: echo.origin };
    await stage.api.addConnection(connection, credentials);
    connections.push(connection);
  }
  return connections;
}

/** Draws all rows of these connections, and those of entries that cannot be used. */
export async function draw(stage: Stage, connections = stage.api.listConnections()): Promise<void> {
  const problems = [0, 1, 2, 3, 4].map((index): TreeNode => ({ kind: 'problem', id: `problem${index}`, index }));
  const tasks = await Promise.all((await stage.api.listTasks()).map((ref) => stage.task(ref)));
  const rows = connections.flatMap(({ id: connection, provider }): readonly TreeNode[] => [
    { kind: 'provider', id: provider, provider },
    { kind: 'connection', id: connection, provider, connection },
    ...tasks
      .filter((task) => task.connection === connection)
      .flatMap(({ id, snapshot }): readonly TreeNode[] => [
        { kind: 'task', id, provider, ref: { connection, id } },
        ...(snapshot?.items ?? []).map((_, index): TreeNode => ({
          kind: 'item',
          id: `${id} ${index}`,
          provider,
          ref: { connection, id },
          index,
        })),
      ]),
  ]);
  await drawRows([...problems, ...rows]);
}

/** Starts a service that repeats all it gets, with {@link anything} for it, for the tests of a `describe`. The result may be called inside of tests only. */
export function useEchoService(stage: Stage): () => EchoService {
  let echo: EchoService | undefined;
  let registered: { dispose(): void } | undefined;

  before(async () => {
    echo = await startEchoService(stage.origin);
    registered = stage.api.registerProvider(anything);
  });

  after(() => {
    registered?.dispose();
    echo?.stop();
  });

  return () => {
    assert.ok(echo);
    return echo;
  };
}
