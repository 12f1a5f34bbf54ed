import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { commands, env, lm, window } from 'vscode';
import { commandIds, toolNames, type CommandId } from '../../src/ids';
import { markedSecret } from '../support/markedSecret';
import { answerPrompts, type Prompt } from './answeredPrompts';
import { anything, connectAccounts, connectOthers, draw, useEchoService } from './everyKind';
import { writeUserSetting } from './extensionUnderTest';
import { note } from './handedToEditor';
import { markAndExport } from './markAndExport';
import { waitAndSelect } from './waitAndSelect';
import { profileFolder } from './profileFolder';
import { forgetMessages, pressButton, shownTexts } from './shownMessages';
import { longRun, useStage } from './stage';

const ran = new Set<string>();
const projectId = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';

// `secretSearch.test.ts` searches all that these leave behind.
describe('secrets', () => {
  const stage = useStage(true);
  const echo = useEchoService(stage);

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

  it('of every kind are used by every command about a task', async () => {
    for (const account of await connectAccounts(stage, echo())) {
      const ref = await stage.trackNew(account, longRun);
      await run(commandIds.copyAsCurl, ref);
      const copied = await env.clipboard.readText();
      note('clipboard', copied);
      assert.match(copied, /^(# .*\n)?curl '/);
      assert.ok(copied.includes(ref.id));
    }
    for (const { id } of await connectOthers(stage, echo())) {
      await run(commandIds.copyAsCurl, { connection: id, id: '1' });
      note('clipboard', await env.clipboard.readText());
    }
    await draw(stage);
    const ref = { connection: 'koodrive-token', id: stage.cloud.addTask('koodrive', longRun) };
    const commandsOfTasks = [
      'track',
      'refresh',
      'copyId',
      'copyLink',
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
    await waitAndSelect(stage, run, ref);
    for (const [name, input] of [
      [toolNames.listTasks, { limit: 50 }],
      [toolNames.getTask, ref],
    ] as const) {
      const result = JSON.stringify(await lm.invokeTool(name, { input, toolInvocationToken: undefined }));
      assert.ok(result.includes(ref.id), name);
      note(`tool ${name}`, result);
    }
    await markAndExport(stage, run, 'vod-iam-password');
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
      'clearAllFinished',
      'pauseAll',
      'resumeAll',
    ] as const;
    const arrangements = ['filter', 'changeFilter', 'clearFilter', 'sortBy', 'groupBy'] as const;
    for (const id of [...ofNothing, ...arrangements, 'openSettings', 'showLog'] as const) {
      await run(commandIds[id]);
    }
    await commands.executeCommand('workbench.action.closeAllEditors');
    for (const id of ['startDemo', 'stopDemo'] as const) {
      await run(commandIds[id]);
      await draw(stage);
    }
  });

  it('are typed into the wizard, also wrong ones and a passcode', async () => {
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

    pressButton('Add Anyway');
    await run(
      commandIds.addConnection,
      undefined,
      type({
        ...{ Service: anything.label, Authentication: 'Command that prints', Endpoint: echo().origin, Name: 'Printed' },
        Command: `node -e "process.exit(3)" ${markedSecret('typed-command')}`,
      }),
    );
    const printed = stage.api.listConnections().find(({ name }) => name === 'Printed');
    assert.ok(printed, `It was not added: ${shownTexts().join()}`);
    await run(commandIds.testConnection, { connection: printed.id });
    assert.match(shownTexts().join(), /command that prints a token failed \(3\)/);

    pressButton('Remove');
    await run(commandIds.removeConnection, about);
    await draw(stage);
  });

  it('are pasted in a curl command, and sent by a test of the provider that was made of it', async () => {
    const secret = markedSecret('curl');
    let isEchoed = false;
    const server = createServer(({ headers }, response) => {
      const body = {
        id: 'job-1a2b3c4d',
        status: isEchoed ? headers.authorization : 'rendering',
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
      const made = stage.api.listConnections().findLast(({ credentials }) => credentials === 'bearer');
      assert.ok(made, `It was not added: ${shownTexts().join()}`);
      await run(commandIds.testProvider, { connection: made.id, id: 'job-1a2b3c4d' });
      assert.match(window.activeTextEditor?.document.getText() ?? '', /Bearer •••/);
      note('test of a provider', window.activeTextEditor?.document.getText());
      await draw(stage);
      isEchoed = true;
      const echoed = await stage.refreshed({ connection: made.id, id: 'job-1a2b3c4d' });
      assert.equal(echoed.state, 'unknown');
      await run(commandIds.setStatusMeaning, { connection: made.id, id: echoed.id });
      assert.equal((await stage.task(echoed)).state, 'running');
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

  it('were there when every command ran', () => {
    const others = Object.values(commandIds).filter((id) => !ran.has(id));
    assert.deepEqual(others, [], 'commands that no test of this file runs');
  });
});
