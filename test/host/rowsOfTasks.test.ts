import assert from 'node:assert/strict';
import { commands, env, Uri } from 'vscode';
import type { Provider, TaskRef } from '../../src/api';
import { commandIds, type CommandId } from '../../src/ids';
import { answerPrompts, type Prompt } from './answeredPrompts';
import { handedTexts } from './handedToEditor';
import { forgetMessages, pressButton, shownTexts } from './shownMessages';
import { longRun, useStage } from './stage';

const signed = 'https://files.example.com/a%2Bb.png?Signature=ab%2Bcd%2Fef%3D&Expires=1#%20x';

/** A provider whose tasks have a page at an address that a `Uri` would write anew. */
const signing: Provider = {
  id: 'signing',
  label: 'Signing',
  icon: 'link',
  documentation: 'https://files.example.com',
  fields: [{ key: 'endpoint', label: 'Endpoint', hint: '', required: true, validate: () => undefined }],
  credentials: ['none'],
  request: ({ endpoint = '' }, id) => ({ method: 'GET', url: `${endpoint}/${id}`, headers: {} }),
  parse: () => ({ ok: true, snapshot: { state: 'running', rawState: 'running', items: [], raw: {} } }),
  link: () => signed,
};

async function run(id: CommandId, ...args: readonly unknown[]): Promise<void> {
  await commands.executeCommand(id, ...args);
}

describe('the commands about tasks of several connections', () => {
  const stage = useStage();

  /** The prompts of a command, all of them left. */
  async function promptsOf(id: CommandId): Promise<readonly Prompt[]> {
    const prompts: Prompt[] = [];
    const answering = answerPrompts((prompt) => {
      prompts.push(prompt);
      return null;
    });
    try {
      await run(id);
    } finally {
      answering.dispose();
    }
    return prompts;
  }

  it('open a link as the service sent it, and list only tasks that have one (E4, E23)', async () => {
    const registered = stage.api.registerProvider(signing);
    try {
      const account = await stage.connect('shoplazza-2025-06');
      await stage.trackNew(account, longRun, 'Without a page');
      forgetMessages();
      assert.deepEqual(await promptsOf(commandIds.openLink), []);
      assert.deepEqual(shownTexts(), ['No task has a link.']);
      const connection = { id: 'signing', name: 'Signing', provider: 'signing', credentials: 'none' } as const;
      await stage.api.addConnection({ ...connection, endpoint: stage.origin }, { kind: 'none' });
      const ref: TaskRef = { connection: 'signing', id: '1' };
      await stage.api.track({ ...ref, name: 'With a page' });
      const [prompt] = await promptsOf(commandIds.openLink);
      assert.deepEqual(
        prompt?.labels.filter((label) => label.includes('page')),
        ['With a page'],
      );
      assert.equal(prompt.title, 'Open Link');
      await run(commandIds.openLink, ref);
      const opened = handedTexts().filter(([place]) => place === 'openExternal');
      assert.ok(opened.some(([, text]) => text === signed));
      assert.notEqual(Uri.parse(signed, true).toString(true), signed);
    } finally {
      registered.dispose();
    }
  });

  it('copy cURL commands with variables of each connection, and the remark above its command (E24)', async () => {
    const [shop, other] = [await stage.connect('shoplazza-2022-01'), await stage.connect('shoplazza-2025-06')];
    const key = await stage.connect('vod-aksk');
    const refs = [
      await stage.trackNew(shop, longRun),
      await stage.trackNew(other, longRun),
      await stage.trackNew(key, longRun),
    ];
    await run(commandIds.copyAsCurl, undefined, refs);
    const lines = (await env.clipboard.readText()).split('\n');
    const tokens = lines.map((line) => /"\$(\w+)"/.exec(line)?.[1]);
    assert.deepEqual(
      lines.map((line) => line.slice(0, 1)),
      ['c', 'c', '#', 'c'],
    );
    assert.match(lines[2] ?? '', /Signatures expire after 15 minutes/);
    assert.match(tokens[0] ?? '', /^ACCESS_TOKEN_\w+$/);
    assert.match(tokens[1] ?? '', /^ACCESS_TOKEN_\w+$/);
    assert.notEqual(tokens[0], tokens[1]);
    await run(commandIds.copyAsCurl, undefined, refs.slice(0, 1));
    assert.match(await env.clipboard.readText(), /"\$ACCESS_TOKEN"/);
  });

  it('pause, resume and remove all connections whose rows are selected (E15)', async () => {
    const accounts = [await stage.connect('shoplazza-2022-01'), await stage.connect('shoplazza-2025-06')];
    const third = await stage.connect('vod-aksk');
    const rows = accounts.map(({ connection: { id, provider } }) => ({
      kind: 'connection',
      id: `row of ${id}`,
      provider,
      connection: id,
    }));
    await run(commandIds.pausePolling, rows[0], rows);
    const isPaused = async (id: string): Promise<boolean> => {
      const waiting = stage.api.refresh({ connection: id, id: '1' });
      return waiting.then(
        () => false,
        (error: unknown) => (error as { readonly code?: string }).code === 'polling-paused',
      );
    };
    for (const { connection } of accounts) {
      await stage.api.track({ connection: connection.id, id: '1' });
      assert.equal(await isPaused(connection.id), true, connection.id);
    }
    await stage.trackNew(third, longRun);
    pressButton('Remove');
    await run(commandIds.removeConnection, rows[0], rows);
    assert.deepEqual(
      stage.api.listConnections().map(({ id }) => id),
      [third.connection.id],
    );
    assert.ok(shownTexts().includes('2 connections were removed.'), shownTexts().join());
  });

  it('say in title and placeholder what a list is for (E23)', async () => {
    const account = await stage.connect('shoplazza-2025-06');
    await stage.connect('vod-aksk');
    await stage.trackNew(account, longRun, 'Catalogue');
    const asked = async (id: CommandId): Promise<string> => {
      const [prompt] = await promptsOf(id);
      return `${prompt?.title ?? ''}: ${prompt?.placeholder ?? ''}`;
    };
    assert.equal(await asked(commandIds.track), 'Track Task: Select the connection that runs the task');
    assert.equal(await asked(commandIds.refresh), 'Refresh Tasks: Select tasks to refresh');
    assert.equal(await asked(commandIds.rename), 'Rename Task: Select a task to rename');
    assert.equal(await asked(commandIds.testConnection), 'Test Connection: Select a connection to test');
  });
});
