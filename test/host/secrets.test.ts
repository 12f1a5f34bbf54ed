import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { commands, env, extensions, window, workspace } from 'vscode';
import type { Connection, Credentials, Provider, TaskRef, TaskState } from '../../src/api';
import { commandIds, type CommandId } from '../../src/ids';
import type { TreeNode } from '../../src/ui/views/tree/treeNode';
import { createTestAccount } from '../support/testAccounts';
import { findSecret, markedSecret } from '../support/markedSecret';
import { searchFiles } from '../support/secretSearch';
import { until } from '../support/until';
import { answerPrompts, type Prompt } from './answeredPrompts';
import { startEchoService, type EchoService } from './echoService';
import { extensionId, writeUserSetting } from './extensionUnderTest';
import { drawRows, handedTexts, note, recordedCalls } from './handedToEditor';
import { allMessagesEver, forgetMessages, pressButton, shownTexts } from './shownMessages';
import { longRun, useStage } from './stage';

const ran = new Set<string>();
const projectId = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';

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
const anything: Provider = {
  id: 'test-anything',
  label: 'Anything',
  icon: 'gear',
  documentation: 'https://anything.example.com',
  fields: [{ key: 'endpoint', label: 'Endpoint', hint: '', required: true, validate: () => undefined }],
  credentials: ['bearer', 'header', 'basic', 'none'],
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

const otherCredentials = (): readonly Credentials[] => [
  { kind: 'bearer', token: markedSecret('bearer') },
  { kind: 'header', name: 'X-Key', value: markedSecret('header') },
  { kind: 'basic', user: 'operator', password: markedSecret('basic') },
];

/** Slow tests run in one of the runs only. */
const independently = process.env['CLOUD_TASKS_HOST_TESTS'] === 'independent' ? it : undefined;

// Runs after all others, so that connections of every kind have left their traces.
describe('secrets', () => {
  const stage = useStage(true);
  let echo: EchoService;
  let registered: { dispose(): void };

  before(async () => {
    echo = await startEchoService(stage.origin);
    registered = stage.api.registerProvider(anything);
  });

  after(() => {
    registered.dispose();
    echo.stop();
  });

  beforeEach(forgetMessages);

  /** Runs a command and answers its prompts. */
  async function run(id: CommandId, args?: unknown, answers: Parameters<typeof answerPrompts>[0] = () => undefined) {
    ran.add(id);
    const answering = answerPrompts(answers);
    await commands.executeCommand(id, args).then(
      () => {
        answering.dispose();
      },
      (error: unknown) => {
        answering.dispose();
        throw error;
      },
    );
  }

  /** Draws all rows of these connections, and those of entries that cannot be used. */
  async function draw(connections = stage.api.listConnections()): Promise<void> {
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

  independently?.('of every kind are used by every command about a task', async () => {
    for (const name of kinds) {
      const account = await stage.connect(name, { endpoint: echo.origin });
      const ref = await stage.trackNew(account, longRun);
      await run(commandIds.copyAsCurl, ref);
      const copied = await env.clipboard.readText();
      note('clipboard', copied);
      assert.match(copied, /^(# .*\n)?curl '/);
      assert.ok(copied.includes(ref.id));
    }
    for (const credentials of otherCredentials()) {
      const { kind } = credentials;
      const connection = { id: kind, name: kind, provider: anything.id, credentials: kind, endpoint: echo.origin };
      await stage.api.addConnection(connection, credentials);
      await run(commandIds.copyAsCurl, { connection: kind, id: '1' });
      note('clipboard', await env.clipboard.readText());
    }
    await draw();
    const ref = { connection: 'koodrive-token', id: stage.cloud.addTask('koodrive', longRun) };
    const commandsOfTasks = [
      'track',
      'refresh',
      'copyId',
      'openJson',
      'lookUp',
      'rename',
      'openLink',
      'showDetails',
      'untrack',
    ] as const;
    for (const id of commandsOfTasks) {
      await run(commandIds[id], ref);
      note('clipboard', await env.clipboard.readText());
    }
    for (const id of ['copySource', 'copyTarget', 'copyReason'] as const) {
      await run(commandIds[id], { kind: 'item', id: 'file', ref, index: 0 });
      note('clipboard', await env.clipboard.readText());
    }
    for (const id of ['testConnection', 'browse', 'pausePolling', 'resumePolling'] as const) {
      await run(commandIds[id], { connection: ref.connection });
    }
    const ofNothing = [
      'showTasks',
      'showMore',
      'clickRow',
      'refreshAll',
      'clearFinished',
      'pauseAll',
      'resumeAll',
    ] as const;
    for (const id of [...ofNothing, 'openSettings', 'showLog'] as const) {
      await run(commandIds[id]);
    }
    await commands.executeCommand('workbench.action.closeAllEditors');
    for (const id of ['startDemo', 'stopDemo'] as const) {
      await run(commandIds[id]);
      await draw();
    }
  });

  independently?.('are typed into the wizard, also wrong ones and a passcode', async () => {
    const type = (answers: Readonly<Record<string, string>>) => {
      return ({ title, prompt }: Prompt): string | undefined =>
        Object.entries(answers).find(([words]) => `${title} ${prompt}`.includes(words))?.[1];
    };
    const place = { Service: 'Huawei Cloud VOD', Region: 'Custom', 'Project ID': projectId, IAM: stage.origin };
    const key = { Authentication: 'Access key', 'Access key ID': 'AKTYPED', Name: 'Typed' };
    pressButton('Add Anyway');
    await run(
      commandIds.addConnection,
      undefined,
      type({
        ...key,
        'Secret access key': markedSecret('typed'),
        'Security token': markedSecret('typed-token'),
        ...place,
        Endpoint: stage.origin,
      }),
    );
    const typed = stage.api.listConnections().find(({ name }) => name === 'Typed');
    assert.ok(typed, `It was not added: ${shownTexts().join()}`);

    pressButton('Save Anyway');
    const about = { connection: typed.id };
    await run(commandIds.updateCredentials, about, type({ 'Secret access key': markedSecret('updated') }));
    const edited = { 'Edit Typed': 'Credentials', 'Secret access key': markedSecret('edited') };
    await run(commandIds.editConnection, about, ({ title, prompt }) =>
      title === 'Edit Typed' ? 'Credentials' : type(edited)({ title, prompt, placeholder: '', labels: [] }),
    );
    await run(commandIds.editConnection, about, ({ title }) =>
      title === 'Edit Typed' ? 'Name' : title.endsWith('Name') ? 'Edited' : undefined,
    );
    assert.ok(stage.api.listConnections().some(({ name }) => name === 'Edited'));
    const pasted = `Authorization=Bearer+${markedSecret('pasted')};`;
    await run(commandIds.updateCredentials, { connection: 'koodrive-token' }, type({ 'Access token': pasted }));

    const user = { domain: 'company', user: 'careful', password: markedSecret('mfa-password'), projectId };
    const totp = { userId: 'careful-id', passcode: markedSecret('passcode') };
    stage.cloud.accounts.allow({ kind: 'iam-user', ...user, totp });
    pressButton('Enter Passcode…');
    await run(
      commandIds.addConnection,
      undefined,
      type({
        'not the name': totp.userId,
        'six digits': totp.passcode,
        Authentication: 'IAM user',
        'Account name': user.domain,
        'IAM user name': user.user,
        Password: user.password,
        Name: 'Careful',
        ...place,
        Endpoint: stage.origin,
      }),
    );
    const careful = stage.api.listConnections().find(({ name }) => name === 'Careful');
    assert.ok(careful, `It was not added: ${shownTexts().join()}`);
    await stage.api.testConnection(careful.id);

    pressButton('Remove');
    await run(commandIds.removeConnection, about);
    await draw();
  });

  independently?.('are repeated by services in every kind of response', async () => {
    // A password of which no token is known yet.
    const { connection, credentials } = createTestAccount('vod-iam-password', stage.origin);
    const user = { ...connection, id: 'echo-iam', endpoint: echo.origin, iamEndpoint: echo.origin };
    await stage.api.addConnection(user, credentials);
    for (const each of stage.api.listConnections().filter(({ endpoint }) => endpoint === echo.origin)) {
      await repeat(each);
    }
    assert.ok(
      shownTexts().some((text) => text.includes('•••')),
      'nothing was masked',
    );
    // The next test writes other settings.
    note('settings', await readFile(path.join(await profileFolder(), 'User', 'settings.json'), 'utf8'));
  });

  independently?.('are pasted in a curl command, and sent by a test of the provider that was made of it', async () => {
    const secret = markedSecret('curl');
    const server = createServer(({ headers }, response) => {
      const body = {
        id: 'job-1a2b3c4d',
        status: 'rendering',
        name: headers.authorization,
        error: headers.authorization,
      };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const { port } = server.address() as AddressInfo;
      const address = `http://127.0.0.1:${port}/jobs/job-1a2b3c4d`;
      await run(commandIds.newProvider, `curl ${address} -H 'Authorization: Bearer ${secret}'`);
      const made = stage.api.listConnections().find(({ credentials }) => credentials === 'bearer');
      assert.ok(made, `It was not added: ${shownTexts().join()}`);
      await run(commandIds.testProvider, { connection: made.id, id: 'job-1a2b3c4d' });
      assert.match(window.activeTextEditor?.document.getText() ?? '', /Bearer •••/);
      note('test of a provider', window.activeTextEditor?.document.getText());
      await draw();
      await run(commandIds.copyProvider, made.provider);
      await run(commandIds.importProvider, undefined, () => 'From the Clipboard');
      await run(commandIds.customizeProvider, 'replicate');
      note('settings', await readFile(path.join(await profileFolder(), 'User', 'settings.json'), 'utf8'));
    } finally {
      await commands.executeCommand('workbench.action.closeAllEditors');
      await writeUserSetting('providers', undefined);
      server.closeAllConnections();
      server.close();
    }
  });

  /** Polls a task; the error is kept for the search. */
  async function refreshAnyway(ref: TaskRef): Promise<void> {
    note('refresh', await stage.api.refresh(ref).catch((error: unknown) => String(error)));
  }

  /** Polls a task of this connection in every way, and looks it up. */
  async function repeat(connection: Connection): Promise<void> {
    const ref = { connection: connection.id, id: `echo-1-${connection.id}` };
    echo.use(0);
    await stage.api.track(ref);
    for (let way = 0; way < echo.ways; way++) {
      echo.use(way);
      const before = echo.responseCount;
      await refreshAnyway(ref);
      if (echo.responseCount === before) {
        // The way before had the credentials rejected: only a good response to Test Connection ends that.
        echo.use(echo.goodWay);
        await stage.api.testConnection(connection.id).catch(() => undefined);
        echo.use(way);
        await refreshAnyway(ref);
        note('lookUp', await stage.api.lookUp(ref).catch((error: unknown) => String(error)));
      }
      assert.ok(echo.responseCount > before, `${connection.id} was not requested in way ${way}`);
      note('api', await stage.task(ref));
      await draw([connection]);
    }
    await run(commandIds.lookUp, ref);
    await run(commandIds.refresh, ref);
    echo.use(undefined);
  }

  independently?.('stand in settings that were written wrongly, and in addresses', async () => {
    const secret = markedSecret('in-settings');
    const { connection, credentials } = createTestAccount('vod-aksk', stage.origin);
    await stage.api.addConnection({ ...connection, endpoint: stage.origin.replace('http:', 'https:') }, credentials);
    await run(commandIds.testConnection, { connection: connection.id });
    assert.match(shownTexts().join(), /Couldn't connect to|certificate of/);
    await stage.api.addConnection({ ...connection, secretKey: secret, token: secret }, credentials);
    await writeUserSetting('connections', [
      { ...connection, credentials: secret },
      { ...connection, id: 'b', credentials: 'access-token', token: secret },
      { ...connection, id: 'c', endpoint: `https://user:${secret}@127.0.0.1` },
      { ...connection, id: 'd', region: `${secret}!` },
      secret,
    ]);
    await draw();
    await run(commandIds.testConnection, { connection: 'c' });
    await run(commandIds.copyAsCurl, { connection: 'c', id: '1' });
    await writeUserSetting('connections', secret);
    await draw();
    await writeUserSetting('connections', undefined);
    await draw();
  });

  independently?.('were there when every command ran', () => {
    const others = Object.values(commandIds).filter((id) => !ran.has(id));
    assert.deepEqual(others, [], 'commands that no test of this file runs');
  });

  it('are in no file of the profile, and in nothing that was handed to the editor', async () => {
    const { files, found } = await search();
    for (const expected of [/User\/settings\.json$/, new RegExp(`${extensionId}/tasks\\.db$`), /\/Cloud Tasks\.log$/]) {
      assert.ok(
        files.some((name) => expected.test(name)),
        `${expected} is not among ${files.join(', ')}`,
      );
    }
    assert.deepEqual(found, []);
  });

  it('would be found at each of these places', async () => {
    const secret = markedSecret('planted');
    const profile = await profileFolder();
    const file = path.join(profile, 'User', 'planted');
    await writeFile(file, Buffer.from(`user:${secret}`).toString('base64'));
    const item = window.createStatusBarItem('planted');
    item.tooltip = secret;
    void window.showInformationMessage('Planted', { modal: true, detail: secret });
    const document = await workspace.openTextDocument({ content: secret });
    note('clipboard', secret);
    const { found } = await search();
    item.dispose();
    await rm(file);
    const places = ['User/planted', 'createStatusBarItem tooltip', 'message', document.uri.toString(), 'clipboard'];
    for (const place of places) {
      assert.ok(
        found.some((each) => each.startsWith(`${place}: `)),
        `${place} is not searched: ${found.join(', ')}`,
      );
    }
  });

  it('could only be shown by parts of the editor that are recorded', () => {
    const source = path.join(extensions.getExtension(extensionId)?.extensionPath ?? '', 'src');
    const names = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const texts = names.map((name) => readFileSync(path.join(source, name), 'utf8'));
    const used = new Set(texts.join('\n').match(/\bwindow\.(?:create|show|set|with)\w+/g));
    const messages = /^window\.show(Information|Warning|Error)Message$/;
    const seen = new Set(recordedCalls.map((name) => `window.${name}`));
    assert.ok(used.size > 5);
    assert.deepEqual(
      [...used].filter((call) => !seen.has(call) && !messages.test(call)),
      [],
    );
  });
});

/** Where secrets are, and the words around each; with the files that were searched. */
async function search(): Promise<{ readonly files: readonly string[]; readonly found: readonly string[] }> {
  const { files, found } = await searchFiles(await profileFolder(), findSecret);
  const texts = [
    ...workspace.textDocuments.map((document) => [document.uri.toString(), document.getText()] as const),
    ...allMessagesEver().map((message) => ['message', JSON.stringify(message)] as const),
    ...handedTexts(),
  ].flatMap(([place, text]) => {
    const words = findSecret(text);
    return words === undefined ? [] : [[place, words] as const];
  });
  return { files, found: [...found, ...texts].map(([place, words]) => `${place}: ${words}`) };
}

/** The folder of the profile with all that the editor keeps; found through the user's settings file, which is in it. */
async function profileFolder(): Promise<string> {
  await commands.executeCommand('workbench.action.openSettingsJson');
  const { uri } = await until('the settings are open', () =>
    window.visibleTextEditors
      .map(({ document }) => document)
      .find(({ uri: shown }) => path.basename(shown.path) === 'settings.json'),
  );
  await commands.executeCommand('workbench.action.closeActiveEditor');
  return path.dirname(path.dirname(uri.fsPath));
}
