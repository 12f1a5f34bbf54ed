import assert from 'node:assert/strict';
import type { IncomingHttpHeaders } from 'node:http';
import { commands, env, window } from 'vscode';
import { commandIds } from '../../src/ids';
import { markedSecret } from '../support/markedSecret';
import { until } from '../support/until';
import { answerPrompts } from './answeredPrompts';
import { readUserSetting, writeUserSetting } from './extensionUnderTest';
import { forgetMessages, pressButton, shownMessages } from './shownMessages';
import { useLocalServer } from './localServer';
import { useStage } from './stage';

/** A Jenkins server, as an example of an API that only the catalog knows. */
describe('the catalog of APIs', () => {
  const stage = useStage();
  const password = markedSecret('jenkins');
  let endpoint: string;
  let seen: readonly { readonly url: string | undefined; readonly headers: IncomingHttpHeaders }[] = [];

  let changes: object = {};

  const server = useLocalServer(({ url, headers }, response) => {
    seen = [...seen, { url, headers }];
    response.end(
      JSON.stringify({ building: true, result: null, fullDisplayName: 'site #7', timestamp: 1, ...changes }),
    );
  });

  beforeEach(() => {
    seen = [];
    changes = {};
    ({ endpoint } = server);
  });

  afterEach(async () => {
    await writeUserSetting('providers', undefined);
  });

  const connection = { id: 'ci', name: 'CI', provider: 'jenkins-build', credentials: 'none' } as const;

  it('is offered after the built-in services, with the credentials and where they come from', async () => {
    const services: string[] = [];
    const answers = new Map<string, string | null>([
      ['Service', 'Jenkins builds'],
      ['Authentication', 'User and password'],
      ['Endpoint', endpoint],
      ['User', 'ci'],
      ['Password', password],
      ['Name', 'Our CI'],
    ]);
    const told: string[] = [];
    const answering = answerPrompts(({ title, prompt, labels }) => {
      const step = title.replace(/^.*: /, '');
      services.push(...(step === 'Service' ? labels : []));
      told.push(step === 'Password' ? prompt : '');
      return answers.get(step);
    });
    try {
      await commands.executeCommand(commandIds.addConnection);
    } finally {
      answering.dispose();
    }
    assert.deepEqual(services.slice(0, 5), [
      ...['Huawei Cloud DSC', 'Huawei Cloud VOD', 'Huawei Cloud KooDrive', 'Shoplazza', 'More services'],
    ]);
    assert.ok(services.includes('GitHub Actions'));
    assert.match(told.join(' '), /API token that you create in Jenkins/);
    assert.deepEqual(readUserSetting('connections'), [
      { id: 'jenkins-build', name: 'Our CI', provider: 'jenkins-build', credentials: 'basic', endpoint },
    ]);
    assert.equal(seen[0]?.headers.authorization, `Basic ${Buffer.from(`ci:${password}`).toString('base64')}`);
  });

  it('serves a connection that somebody wrote into the settings', async () => {
    await writeUserSetting('connections', [{ ...connection, endpoint }]);
    await until('it is read', () => stage.api.listConnections().length === 1);
    const ref = { connection: 'ci', id: 'site/7' };
    await stage.api.track(ref);
    await until('it has a response', async () => (await stage.task(ref)).state === 'running');
    assert.deepEqual([(await stage.task(ref)).name, seen[0]?.url], ['site #7', '/job/site/7/api/json']);
  });

  it('is replaced by a definition in the settings with its ID, which Customize makes', async () => {
    await stage.api.addConnection({ ...connection, endpoint }, { kind: 'none' });
    // A setting that somebody wrote wrongly is not overwritten.
    await writeUserSetting('providers', { no: 'list' });
    await commands.executeCommand(commandIds.customizeProvider, 'jenkins-build');
    assert.deepEqual(readUserSetting('providers'), { no: 'list' });
    assert.match(shownMessages().at(-1)?.text ?? '', /must be a list of definitions/);
    await writeUserSetting('providers', undefined);
    await commands.executeCommand(commandIds.customizeProvider, 'jenkins-build');
    const [copy] = readUserSetting('providers') as readonly { readonly id: string }[];
    assert.equal(copy?.id, 'jenkins-build');
    await writeUserSetting('providers', [{ ...copy, request: '{endpoint}/mine/{+job}/{build}' }]);
    await until('it is read', async () => {
      await stage.api.lookUp({ connection: 'ci', id: 'site/7' });
      return seen.at(-1)?.url === '/mine/site/7';
    });
    await writeUserSetting('providers', undefined);
    await until('the catalog counts again', async () => {
      await stage.api.lookUp({ connection: 'ci', id: 'site/7' });
      return seen.at(-1)?.url === '/job/site/7/api/json';
    });
  });

  it('is copied into the settings with the meaning of a status that it does not know', async () => {
    await stage.api.addConnection({ ...connection, endpoint }, { kind: 'none' });
    const ref = { connection: 'ci', id: 'site/7' };
    changes = { building: false, result: 'TEPID' };
    await stage.api.track(ref);
    assert.equal((await stage.refreshed(ref)).state, 'unknown');
    forgetMessages();
    const answering = answerPrompts(() => 'running');
    try {
      await commands.executeCommand(commandIds.setStatusMeaning, ref);
    } finally {
      answering.dispose();
    }
    const [copy] = readUserSetting('providers') as readonly { readonly id: string; readonly states?: unknown }[];
    assert.deepEqual([copy?.id, copy?.states], ['jenkins-build', { running: 'TEPID' }]);
    assert.equal((await stage.task(ref)).state, 'running');
    assert.match(shownMessages()[0]?.text ?? '', /Jenkins builds was copied into your settings, with the new meaning/);
  });

  it('does not replace what another extension registers', async () => {
    const registered = stage.api.registerProvider({
      id: 'jenkins-build',
      credentials: ['none'],
      request: '{endpoint}/theirs/{id}',
      state: 'result',
    });
    try {
      await stage.api.addConnection({ ...connection, endpoint }, { kind: 'none' });
      await stage.api.lookUp({ connection: 'ci', id: '7' }).catch(() => undefined);
      assert.equal(seen[0]?.url, '/theirs/7');
    } finally {
      registered.dispose();
    }
  });

  it('is tested like a definition of the settings, and so is what another extension registers', async () => {
    const titles = async (): Promise<readonly (string | undefined)[]> => {
      const uri = window.activeTextEditor?.document.uri;
      type Lens = { readonly command?: { readonly title: string } };
      const lenses = await commands.executeCommand<readonly Lens[]>('vscode.executeCodeLensProvider', uri);
      return lenses.map(({ command }) => command?.title);
    };
    await stage.api.addConnection({ ...connection, endpoint }, { kind: 'none' });
    await commands.executeCommand(commandIds.testProvider, { connection: 'ci', id: 'site/7' });
    assert.match(window.activeTextEditor?.document.getText() ?? '', /^name +fullDisplayName +"site #7"/m);
    assert.deepEqual(await titles(), ['Send Again', 'Customize']);

    const definition = {
      id: 'theirs',
      credentials: ['none' as const],
      request: '{endpoint}/7/{id}',
      state: 'building',
    };
    const registered = stage.api.registerProvider(definition);
    try {
      await stage.api.addConnection({ ...connection, id: 'theirs', provider: 'theirs', endpoint }, { kind: 'none' });
      await commands.executeCommand(commandIds.testProvider, { connection: 'theirs', id: '7' });
      assert.match(window.activeTextEditor?.document.getText() ?? '', /^state +building +true/m);
      assert.deepEqual(await titles(), ['Send Again']);
    } finally {
      registered.dispose();
      await commands.executeCommand('workbench.action.closeAllEditors');
    }
  });

  it('recognizes a pasted address, which leads to a connection and the task', async () => {
    const answers = new Map([
      ['Authentication', 'No credentials'],
      ['Name', 'Pasted'],
    ]);
    const answering = answerPrompts(({ title }) => answers.get(title.replace(/^.*: /, '')));
    try {
      await commands.executeCommand(commandIds.track, `${endpoint}/job/folder/job/site/7/`);
    } finally {
      answering.dispose();
    }
    const [made] = stage.api.listConnections();
    assert.deepEqual([made?.provider, made?.endpoint], ['jenkins-build', endpoint]);
    const ref = { connection: made?.id ?? '', id: 'folder/job/site/7' };
    await until('it has a response', async () => (await stage.task(ref)).state === 'running');

    // The next one of this server needs no question.
    await commands.executeCommand(commandIds.track, `${endpoint}/job/site/8/api/json`);
    assert.equal((await stage.task({ ...ref, id: 'site/8' })).connection, ref.connection);

    // In the box of another connection it leads to its own.
    const vod = await stage.connect('vod-aksk');
    const pasting = answerPrompts(() => `${endpoint}/job/site/9/`);
    try {
      await commands.executeCommand(commandIds.track, { connection: vod.connection.id });
    } finally {
      pasting.dispose();
    }
    assert.equal((await stage.task({ ...ref, id: 'site/9' })).connection, ref.connection);
  });
});

describe('sharing a definition', () => {
  const stage = useStage();
  const definition = {
    id: 'shared-jobs',
    label: 'Shared jobs',
    credentials: ['bearer'],
    request: 'https://jobs.example.com/v1/{id}',
    state: 'status',
    cancel: 'https://jobs.example.com/v1/{id}/cancel',
  };

  afterEach(async () => {
    await writeUserSetting('providers', undefined);
  });

  /** Imports what is in the clipboard. @param accept the button of the question; undefined closes it */
  async function importCopied(text: string, accept: string | undefined): Promise<string> {
    await env.clipboard.writeText(text);
    forgetMessages();
    pressButton(accept);
    const answering = answerPrompts(() => 'From the Clipboard');
    try {
      await commands.executeCommand(commandIds.importProvider);
    } finally {
      answering.dispose();
    }
    return shownMessages()
      .filter(({ detail }) => detail !== undefined)
      .map(({ text: question, detail }) => `${question}\n${detail ?? ''}`)
      .join('\n');
  }

  it('shows hosts, methods and credentials before anything is copied, and what differs later', async () => {
    assert.ok(stage.api);
    const text = `// from a colleague\n"cloudTasks.providers": [${JSON.stringify(definition)},],`;
    const first = await importCopied(text, undefined);
    assert.match(first, /Import the provider Shared jobs \(shared-jobs\)\?/);
    assert.match(first, /Hosts: jobs\.example\.com/);
    assert.match(first, /GET https:\/\/jobs\.example\.com\/v1\/\{id\}, POST /);
    assert.match(first, /Credentials: bearer/);
    assert.deepEqual(readUserSetting('providers') ?? [], []);
    await importCopied(text, 'Import');
    assert.deepEqual(readUserSetting('providers'), [definition]);

    const other = { ...definition, request: 'https://evil.example/{id}' };
    const second = await importCopied(JSON.stringify(other), undefined);
    assert.match(second, /Replace the provider/);
    assert.match(second, /Hosts: evil\.example, jobs\.example\.com\nBefore: jobs\.example\.com/);
    assert.deepEqual(readUserSetting('providers'), [definition]);
  });

  it('refuses an address, a definition with mistakes, and what is no definition', async () => {
    for (const [text, expected] of [
      ['https://example.com/definition.json', /not imported from an address/],
      [JSON.stringify({ ...definition, state: 'status[' }), /shared-jobs\/state: /],
      ['{"id": 1}', /not JSON with the definition/],
    ] as const) {
      assert.equal(await importCopied(text, 'Import'), '');
      await until('it is told', () => shownMessages().some((each) => expected.test(each.text)));
    }
    assert.deepEqual(readUserSetting('providers') ?? [], []);
  });

  it('copies one as JSON, without what may be a secret', async () => {
    const secret = markedSecret('export');
    const withSecret = {
      ...definition,
      request: { url: `https://jobs.example.com/v1/{id}?api_key=${secret}&page=1`, headers: { 'x-api-key': secret } },
    };
    await writeUserSetting('providers', [withSecret]);
    await commands.executeCommand(commandIds.copyProvider, 'shared-jobs');
    assert.deepEqual(JSON.parse(await env.clipboard.readText()), {
      ...definition,
      request: { url: 'https://jobs.example.com/v1/{id}?page=1', headers: {} },
    });
    assert.ok(shownMessages().some(({ text }) => text.includes('/request/headers/x-api-key')));
  });
});
