import assert from 'node:assert/strict';
import { commands } from 'vscode';
import { commandIds, type CommandId } from '../../src/ids';
import { answerPrompts, type Prompt } from './answeredPrompts';
import { writeUserSetting } from './extensionUnderTest';
import { useLocalServer } from './localServer';
import { pressButton, shownMessages, shownTexts } from './shownMessages';
import { longRun, useStage } from './stage';

/** What a person reads who tracks something else than one new task. */
describe('tracking', () => {
  const stage = useStage();
  const server = useLocalServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end('{"status":"running"}');
  });

  afterEach(async () => {
    await writeUserSetting('providers', undefined);
  });

  /** Runs a command, and answers its prompts in order. `null` is Escape, and so is the answer to each prompt after the last. */
  async function run(
    id: CommandId,
    args: readonly unknown[],
    ...answers: readonly string[]
  ): Promise<readonly Prompt[]> {
    const prompts: Prompt[] = [];
    const answering = answerPrompts((prompt) => {
      prompts.push(prompt);
      return answers[prompts.length - 1] ?? null;
    });
    try {
      await commands.executeCommand(id, ...args);
    } finally {
      answering.dispose();
    }
    return prompts;
  }

  const trackedIds = async (): Promise<readonly string[]> => (await stage.api.listTasks()).map(({ id }) => id).sort();

  it('says which tasks were tracked before', async () => {
    const account = await stage.connect('shoplazza-2025-06');
    const ref = await stage.trackNew(account, longRun, 'Catalogue');
    const other = { ...ref, id: stage.cloud.addTask('shoplazza', longRun) };
    await run(commandIds.track, [ref]);
    assert.deepEqual(shownTexts(), ['Catalogue is tracked already.']);
    await run(commandIds.track, [{ connection: ref.connection }], `${ref.id} ${other.id}`);
    assert.deepEqual(shownTexts().slice(1), ['1 of 2 tasks were tracked already.']);
    await run(commandIds.track, [{ connection: ref.connection }], `${ref.id} ${other.id}`);
    assert.deepEqual(shownTexts().slice(2), ['These 2 tasks are tracked already.']);
  });

  it('lists what is tracked already below the other tasks of a service', async () => {
    const account = await stage.connect('vod-aksk');
    const tracked = await stage.trackNew(account, longRun);
    const fresh = stage.cloud.addTask(account.service, longRun);
    const [prompt] = await run(commandIds.browse, [{ connection: account.connection.id }]);
    const labels = prompt?.labels.map((label) => label.replace(/^\$\([^)]*\) /, '')) ?? [];
    assert.deepEqual(labels, [fresh, 'Tracked already', tracked.id]);
  });

  it('takes no words of a sentence for IDs without a question', async () => {
    await writeUserSetting('providers', [
      { id: 'plain', request: `${server.endpoint}/jobs/{id}`, state: 'status', credentials: ['none'] },
    ]);
    const connection = { id: 'plain', name: 'Plain', provider: 'plain', credentials: 'none' } as const;
    await stage.api.addConnection(connection, { kind: 'none' });

    await run(commandIds.track, [{ connection: 'plain' }], 'hello world');
    assert.deepEqual(await trackedIds(), []);
    const [question] = shownMessages();
    assert.deepEqual(
      [question?.text, question?.detail, question?.actions],
      ['Are these words task IDs of Plain?', 'hello, world', ['Track 2 Tasks']],
    );
    await run(commandIds.track, [{ connection: 'plain' }], 'Task 4f9a1c7e failed, sorry');
    assert.deepEqual(await trackedIds(), ['4f9a1c7e']);
    await run(commandIds.track, [{ connection: 'plain' }], 'nightly');
    assert.deepEqual(await trackedIds(), ['4f9a1c7e', 'nightly']);
    pressButton('Track 2 Tasks');
    await run(commandIds.track, [{ connection: 'plain' }], 'hello world');
    assert.deepEqual(await trackedIds(), ['4f9a1c7e', 'hello', 'nightly', 'world']);
  });

  it('of an address that nobody knows says why New Provider opens, with and without a connection', async () => {
    const address = 'https://api.nobody.example/v1/jobs/4f9a1c7e';
    const sentence = /^No provider recognizes api\.nobody\.example: New Provider creates one\.$/;
    const [alone] = await run(commandIds.track, [address]);
    assert.match(alone?.title ?? '', /^New Provider: api\.nobody\.example/);
    assert.match(shownTexts()[0] ?? '', sentence);
    const { connection } = await stage.connect('shoplazza-2025-06');
    const before = shownTexts().length;
    const [, next] = await run(commandIds.track, [{ connection: connection.id }], address);
    assert.match(next?.title ?? '', /^New Provider: api\.nobody\.example/);
    assert.match(shownTexts()[before] ?? '', sentence);
  });

  it('of an API that no service is for begins in Add Connection, too', async () => {
    const prompts = await run(commandIds.addConnection, [], 'Another API: New Provider…');
    assert.equal(prompts[0]?.labels.at(-1), 'Another API: New Provider…');
    assert.match(prompts[1]?.title ?? '', /^New Provider/);
  });
});
