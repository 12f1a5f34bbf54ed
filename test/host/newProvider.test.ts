import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { commands, Selection, window, workspace } from 'vscode';
import { commandIds } from '../../src/ids';
import { recordedResponse, type RecordedApi } from '../providers/definitions/recordedApis';
import { markedSecret } from '../support/markedSecret';
import { startLocalServer, type LocalServer } from '../support/localServer';
import { until } from '../support/until';
import { answerPrompts, type Prompt } from './answeredPrompts';
import { readUserSetting, writeUserSetting } from './extensionUnderTest';
import { pressButton, shownMessages, shownTexts } from './shownMessages';
import { useStage } from './stage';

interface Received {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
}

const folder = path.resolve(__dirname, '../../../test/fixtures/definitions');
const apis = readdirSync(folder).map(
  (file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as RecordedApi,
);

/** Servers that nobody has configured: `GET /v1/renders/<id>` tells a status, `POST /v1/renders` starts a job. */
describe('New Provider', () => {
  const stage = useStage();
  const token = markedSecret('new-provider');
  const servers: LocalServer[] = [];
  let origin: string;
  let other: string;
  let received: readonly Received[] = [];
  let status: unknown = 'rendering';
  /** The response to every request, where there is one. */
  let recordedBody: unknown;
  /** Where a started job leads. */
  let location: string | undefined;

  async function serve(): Promise<string> {
    const server = await startLocalServer(({ method = '', url = '', headers }, response) => {
      received = [...received, { method, url, authorization: headers.authorization }];
      response.setHeader('content-type', 'application/json');
      if (recordedBody !== undefined) {
        response.end(JSON.stringify(recordedBody));
      } else if (method === 'POST') {
        response.writeHead(202, location === undefined ? {} : { location }).end('{"id":"r-1a2b3c4d"}');
      } else if (headers.authorization === `Bearer ${token}` || url.includes('/open/')) {
        response.end(
          JSON.stringify({ id: url.replace(/^.*\//, ''), status, progress: 42, secret: headers.authorization }),
        );
      } else {
        response.writeHead(401).end('{"error":{"message":"no token"}}');
      }
    });
    servers.push(server);
    return server.endpoint;
  }

  beforeEach(async () => {
    [received, status, location, recordedBody] = [[], 'rendering', undefined, undefined];
    [origin, other] = [await serve(), await serve()];
  });

  afterEach(async () => {
    await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await commands.executeCommand('workbench.action.closeAllEditors');
    await writeUserSetting('providers', undefined);
    for (const server of servers.splice(0)) {
      server.stop();
    }
  });

  /** Runs the command, and answers its prompts in order; `undefined` accepts, and so does each prompt after the last. */
  async function run(text: string, ...answers: readonly (string | undefined | null)[]): Promise<readonly Prompt[]> {
    const prompts: Prompt[] = [];
    const answering = answerPrompts((prompt) => {
      prompts.push(prompt);
      return answers[prompts.length - 1];
    });
    try {
      await commands.executeCommand(commandIds.newProvider, text);
    } finally {
      answering.dispose();
    }
    return prompts;
  }

  /** Runs the command again without a text: it goes on with what was entered before. Returns its prompts. */
  async function goOn(): Promise<readonly Prompt[]> {
    const prompts: Prompt[] = [];
    const answering = answerPrompts((prompt) => {
      prompts.push(prompt);
      return undefined;
    });
    try {
      await commands.executeCommand(commandIds.newProvider);
    } finally {
      answering.dispose();
    }
    return prompts;
  }

  const curl = (path = '/v1/renders/r-1a2b3c4d'): string =>
    `curl -s ${origin}${path} -H "Authorization: Bearer ${token}"`;

  it('makes a definition, a connection and a tracked task of a curl command, with three keys', async () => {
    const prompts = await run(curl());
    assert.deepEqual(
      prompts.map(({ placeholder }) => placeholder),
      [`Send the request to ${new URL(origin).host} now?`, 'Press Enter to accept all, or select a row to change it'],
    );
    const [definition] = readUserSetting('providers') as Record<string, unknown>[];
    assert.ok(definition);
    const { id, label, ...keys } = definition;
    assert.deepEqual(keys, {
      credentials: ['bearer'],
      request: `${origin}/v1/renders/{id}`,
      state: 'status',
      progress: 'progress',
    });
    assert.deepEqual(readUserSetting('connections'), [{ id, name: label, provider: id, credentials: 'bearer' }]);
    assert.equal(received.filter(({ authorization }) => authorization !== `Bearer ${token}`).length, 0);
    const ref = { connection: String(id), id: 'r-1a2b3c4d' };
    await until('it has a response', async () => (await stage.task(ref)).state === 'running');
    assert.equal((await stage.task(ref)).snapshot?.percent, 42);

    status = 'finished';
    await stage.refreshed(ref);
    await until('the end is told', () => shownTexts().some((text) => text.includes('r-1a2b3c4d succeeded')));
  });

  for (const api of apis) {
    it(`takes less than ten keys for ${api.name}`, async () => {
      const { pathname, search } = new URL(api.request.url);
      recordedBody = JSON.parse(recordedResponse(api, 'running').body);
      const command = api.curl.replace(new URL(api.request.url).origin, origin);
      // The catalog knows this one, at any host.
      const isKnown = api.name === 'kubernetes-job';
      const prompts = await run(
        command,
        ...(isKnown ? ['Create a new provider anyway'] : []),
        ...(command.includes('--cacert') ? ['Continue without'] : []),
      );
      const offers = prompts.filter(({ placeholder }) => placeholder.includes('recognizes this address'));
      assert.equal(offers.length, isKnown ? 1 : 0);
      assert.ok(prompts.length - offers.length <= 3, prompts.map(({ placeholder }) => placeholder).join());
      assert.ok(received.some(({ url }) => url === pathname + search));
      const [connection] = readUserSetting('connections') as [{ id: string }];
      const ref = { connection: connection.id, id: api.taskId };
      await until('it has a response', async () => (await stage.task(ref)).state === 'running');
    });
  }

  it('asks what a number means, and lets another value be chosen', async () => {
    status = 3;
    const prompts = await run(curl(), undefined, 'Progress', 'Nothing', undefined, 'failed');
    assert.ok(prompts[1]?.labels.includes('State'));
    assert.equal(prompts.at(-1)?.placeholder, 'What does "3" mean?');
    const [definition] = readUserSetting('providers') as Record<string, unknown>[];
    // Without an expression a usual percentage would be read.
    assert.deepEqual([definition?.['progress'], definition?.['states']], ['`null`', { failed: '3' }]);
  });

  it('takes its ID, and that of the connection, from the name that the user gives', async () => {
    await run(curl(), undefined, 'Provider', 'Harbour Renders');
    const [definition] = readUserSetting('providers') as Record<string, unknown>[];
    assert.deepEqual([definition?.['id'], definition?.['label']], ['harbour-renders', 'Harbour Renders']);
    const [connection] = readUserSetting('connections') as Record<string, unknown>[];
    assert.deepEqual([connection?.['id'], connection?.['name']], ['harbour-renders', 'Harbour Renders']);
  });

  it('shows why a request failed in a dialog, and lets other credentials be entered', async () => {
    const wrong = markedSecret('wrong');
    pressButton('Enter Other Credentials…');
    const prompts = await run(curl().replace(token, wrong), undefined, 'Bearer', `Authorization: Bearer ${token}`);
    const failed = shownMessages().find(({ text }) => text === `The request to ${new URL(origin).host} failed`);
    assert.match(failed?.detail ?? '', /no token/);
    assert.deepEqual(failed?.actions, ['Try Again', 'Enter Other Credentials…', 'Paste a Response…']);
    assert.ok(prompts.every(({ placeholder }) => !placeholder.includes('no token')));
    assert.equal((readUserSetting('providers') as unknown[]).length, 1);
  });

  it('reads the message beside the state once a task has failed', async () => {
    recordedBody = { id: 'r-1a2b3c4d', status: 'running', message: 'Page 3' };
    await run(curl());
    const [{ id }] = readUserSetting('providers') as [{ id: string }];
    recordedBody = { id: 'r-1a2b3c4d', status: 'failed', message: 'Disk full' };
    const { snapshot } = await stage.refreshed({ connection: id, id: 'r-1a2b3c4d' });
    assert.equal(snapshot?.error?.message, 'Disk full');
  });

  it('takes a pasted response, and sends nothing then', async () => {
    const body = JSON.stringify({ id: 'r-1a2b3c4d', state: 'QUEUED' });
    const prompts = await run(body, curl());
    assert.match(prompts[0]?.prompt ?? '', /^Now paste the address or the curl command that gave this response/);
    const [definition] = readUserSetting('providers') as Record<string, unknown>[];
    assert.equal(definition?.['state'], 'state');
    assert.deepEqual(
      received.filter(({ method }) => method === 'POST'),
      [],
    );
  });

  it('asks for the secret that a variable stands for', async () => {
    const prompts = await run(`curl ${origin}/v1/renders/7 -H "Authorization: Bearer $TOKEN"`, `bearer ${token}`);
    assert.match(prompts[0]?.prompt ?? '', /\$TOKEN/);
    assert.deepEqual([...new Set(received.map(({ authorization }) => authorization))], [`Bearer ${token}`]);
    assert.equal((readUserSetting('connections') as unknown[]).length, 1);
  });

  it('keeps what was entered when the user leaves, and goes on with it', async () => {
    await run(curl(), undefined, null);
    assert.deepEqual(readUserSetting('providers') ?? [], []);
    const message = shownMessages().find(({ actions }) => actions.includes('Continue'));
    assert.ok(message, shownTexts().join());
    // The command offers it, too: the response is not asked for again.
    assert.deepEqual(
      (await goOn()).map(({ placeholder }) => placeholder),
      ['Continue what you began?', 'Press Enter to accept all, or select a row to change it'],
    );
    assert.equal((readUserSetting('providers') as unknown[]).length, 1);
  });

  it('keeps what was entered when it cannot be saved', async () => {
    await writeUserSetting('providers', { no: 'list' });
    await run(curl());
    const failed = shownMessages().find(({ level }) => level === 'error');
    assert.match(failed?.text ?? '', /must be a list/);
    assert.deepEqual(readUserSetting('connections') ?? [], []);
    await writeUserSetting('providers', undefined);
    await goOn();
    assert.equal((readUserSetting('providers') as unknown[]).length, 1);
    assert.equal((readUserSetting('connections') as unknown[]).length, 1);
  });

  it('offers what is selected in the editor', async () => {
    const document = await workspace.openTextDocument({ content: `Try this:\ncurl ${origin}/open/r-1a2b3c4d\n` });
    const editor = await window.showTextDocument(document);
    editor.selection = new Selection(1, 0, 2, 0);
    const prompts = await goOn();
    assert.ok(prompts[0]?.labels.includes('Use the selection'));
    assert.equal((readUserSetting('providers') as unknown[]).length, 1);
  });

  it('starts a job once, and follows where it leads', async () => {
    location = '/v1/renders/r-1a2b3c4d';
    await run(`curl -X POST ${origin}/v1/renders --json '{"scene":"harbour"}' -H "Authorization: Bearer ${token}"`);
    assert.equal(received.filter(({ method }) => method === 'POST').length, 1);
    const [definition] = readUserSetting('providers') as Record<string, unknown>[];
    assert.equal(definition?.['request'], `${origin}/v1/renders/{id}`);
    assert.ok(!JSON.stringify(definition).includes('harbour'));
  });

  it('only tracks a job that was started where a provider knows it', async () => {
    await run(curl());
    location = '/v1/renders/r-77777777';
    await run(`curl -X POST ${origin}/v1/renders --json '{"scene":"bay"}' -H "Authorization: Bearer ${token}"`);
    assert.equal(received.filter(({ method }) => method === 'POST').length, 1);
    const definitions = readUserSetting('providers') as [{ id: string }];
    assert.equal(definitions.length, 1);
    await stage.task({ connection: definitions[0].id, id: 'r-77777777' });
  });

  it('sends no credentials to another host without a question that names both', async () => {
    location = `${other}/open/r-1a2b3c4d`;
    const prompts = await run(`curl -X POST ${origin}/v1/renders --json '{}' -H "Authorization: Bearer ${token}"`);
    const question = prompts.find(({ placeholder }) => placeholder.includes('leads to'));
    assert.ok(
      question?.placeholder.includes(new URL(origin).host) && question.placeholder.includes(new URL(other).host),
    );
    assert.deepEqual(
      [...new Set(received.flatMap(({ url, authorization }) => (url.includes('/open/') ? [authorization] : [])))],
      [undefined],
    );
    const [definition] = readUserSetting('providers') as Record<string, unknown>[];
    assert.deepEqual(definition?.['credentials'], ['none']);
  });

  it('only tracks what a provider knows already', async () => {
    await run(curl());
    const [{ id }] = readUserSetting('providers') as [{ id: string }];
    const prompts = await run(curl('/v1/renders/r-99999999'));
    assert.match(prompts[0]?.placeholder ?? '', /recognizes this address/);
    assert.equal((readUserSetting('providers') as unknown[]).length, 1);
    await stage.task({ connection: id, id: 'r-99999999' });
  });

  it('leads to the catalog for an API that it has, with the fields and the task of the address', async () => {
    const prompts = await run(
      `curl ${origin}/job/site/7/api/json -H "Authorization: Bearer ${token}"`,
      undefined,
      null,
    );
    assert.equal(prompts[0]?.placeholder, 'Jenkins builds recognizes this address');
    assert.match(prompts[1]?.title ?? '', /^Add Connection: Authentication/);
    assert.deepEqual(readUserSetting('providers') ?? [], []);
    assert.deepEqual(received, []);
  });

  it('is offered by Track for an address that nobody knows', async () => {
    await run(curl());
    const prompts: Prompt[] = [];
    const answering = answerPrompts((prompt) => {
      prompts.push(prompt);
      return prompt.title.startsWith('Track Task') ? `curl ${other}/open/7f7f7f7f` : undefined;
    });
    try {
      await commands.executeCommand(commandIds.track);
    } finally {
      answering.dispose();
    }
    assert.equal((readUserSetting('providers') as unknown[]).length, 2, prompts.map(({ title }) => title).join());
  });

  it('is tested: request, response and what is read, without secrets', async () => {
    await run(curl());
    const [{ id }] = readUserSetting('providers') as [{ id: string }];
    await commands.executeCommand(commandIds.testProvider, { connection: id, id: 'r-1a2b3c4d' });
    const editor = window.activeTextEditor;
    assert.equal(editor?.document.uri.scheme, 'cloud-tasks-test');
    const text = editor.document.getText();
    assert.match(text, /^state +status +"rendering" +→ running$/m);
    assert.match(text, /^progress +progress +42 +→ 42%$/m);
    assert.ok(text.includes(`GET ${origin}/v1/renders/r-1a2b3c4d\n`));
    assert.ok(text.includes('authorization: Bearer •••'));
    assert.ok(!text.includes(token));
    const lenses = await commands.executeCommand<{ command?: { title: string; arguments?: unknown[] } }[]>(
      'vscode.executeCodeLensProvider',
      editor.document.uri,
    );
    assert.ok(lenses.some(({ command }) => command?.title === 'Change state'));
  });
});
