import assert from 'node:assert/strict';
import { commands } from 'vscode';
import type { TaskRef } from '../../src/api';
import { commandIds } from '../../src/ids';
import { shoplazza } from '../../src/providers/shoplazza/provider';
import { detailsOf } from '../../src/ui/views/details/detailsOf';
import { TreeItems } from '../../src/ui/views/tree/treeItems';
import { TreeNodes } from '../../src/ui/views/tree/treeNode';
import { createArrangement } from '../ui/views/tree/treeScene';
import { until } from '../support/until';
import { answerPrompts, type Prompt } from './answeredPrompts';
import { readUserSetting, writeUserSetting } from './extensionUnderTest';
import { forgetMessages, shownTexts } from './shownMessages';
import { useLocalServer } from './localServer';
import { Scene, statuses, taskCases } from './scene';
import { longRun, useStage } from './stage';

/** A server that nobody has configured, with numbers as states: `GET /v1/jobs/<id>` returns `{ status }`. */
describe('Set Meaning of Status', () => {
  const stage = useStage();
  let status: number | string = 2;
  const server = useLocalServer((_, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ status }));
  });

  beforeEach(() => {
    status = 2;
  });

  afterEach(async () => {
    await writeUserSetting('providers', undefined);
  });

  /** Runs a command, and answers its prompts in order; `undefined` accepts, `null` leaves. Returns the prompts. */
  async function run(id: string, argument: unknown, ...answers: readonly (string | undefined | null)[]) {
    const prompts: Prompt[] = [];
    const answering = answerPrompts((prompt) => {
      prompts.push(prompt);
      return answers[prompts.length - 1];
    });
    try {
      await commands.executeCommand(id, argument);
    } finally {
      answering.dispose();
    }
    return prompts;
  }

  const definitionStates = () => (readUserSetting('providers') as [{ states?: unknown }])[0].states;

  /** Makes a provider of the server's first status, as a user does, and tracks another task. */
  async function trackTwo(): Promise<[TaskRef, TaskRef]> {
    await run(commandIds.newProvider, `curl ${server.endpoint}/v1/jobs/job-1a2b3c4d`);
    assert.deepEqual(definitionStates(), { running: '2' });
    const connection = stage.api.listConnections()[0]?.id ?? '';
    const refs: [TaskRef, TaskRef] = [
      { connection, id: 'job-1a2b3c4d' },
      { connection, id: 'job-5e6f7a8b' },
    ];
    await stage.api.track(refs[1]);
    for (const ref of refs) {
      await until('it has a response', async () => (await stage.task(ref)).state === 'running');
    }
    return refs;
  }

  it('asks for the meaning of a later status, saves it, and reads all tasks with that status anew', async () => {
    const [one, other] = await trackTwo();
    status = 3;
    assert.equal((await stage.refreshed(one)).state, 'unknown');
    assert.equal((await stage.refreshed(other)).state, 'unknown');
    forgetMessages();
    const prompts = await run(commandIds.setStatusMeaning, one, 'succeeded');
    assert.deepEqual(
      prompts.map(({ title, placeholder }) => [title, placeholder]),
      [['Set Meaning of Status', 'What does "3" mean?']],
    );
    assert.deepEqual(definitionStates(), { running: '2', succeeded: '3' });
    // Nothing else asks for them: a task of an unknown status is polled after a minute at the soonest.
    assert.deepEqual([(await stage.task(one)).state, (await stage.task(other)).state], ['succeeded', 'succeeded']);
    await until('their end is told', () => shownTexts().some((text) => text.includes('succeeded')));
  });

  it('adds another word to a state that has one, and lists only tasks with an unknown status', async () => {
    const [one, other] = await trackTwo();
    await stage.trackNew(await stage.connect('shoplazza-2025-06'), longRun, 'Winter lamps');
    status = 7;
    await stage.refreshed(other);
    const prompts = await run(commandIds.setStatusMeaning, undefined, undefined, 'running');
    assert.deepEqual(
      prompts[0]?.labels.filter((label) => label !== 'Running'),
      [other.id],
    );
    assert.deepEqual(definitionStates(), { running: ['2', '7'] });
    assert.equal((await stage.task(other)).state, 'running');
    assert.equal((await stage.task(one)).state, 'running');
  });

  it('saves nothing when the user leaves or cannot say', async () => {
    const [one] = await trackTwo();
    status = 3;
    await stage.refreshed(one);
    forgetMessages();
    await run(commandIds.setStatusMeaning, one, null);
    await run(commandIds.setStatusMeaning, one, 'unknown status');
    assert.deepEqual(definitionStates(), { running: '2' });
    assert.deepEqual(shownTexts(), []);
  });

  it('reads all tasks anew whose status is that word in another spelling', async () => {
    const [one, other] = await trackTwo();
    status = 'Tepid_Two';
    await stage.refreshed(one);
    status = 'TEPID-TWO';
    assert.equal((await stage.refreshed(other)).state, 'unknown');
    await run(commandIds.setStatusMeaning, one, 'running');
    assert.deepEqual([(await stage.task(one)).state, (await stage.task(other)).state], ['running', 'running']);
  });

  it('says why it has nothing to ask for a task whose status is known', async () => {
    const [one] = await trackTwo();
    forgetMessages();
    const none = 'No task of a provider with a definition has an unknown status.';
    assert.deepEqual(await run(commandIds.setStatusMeaning, one), []);
    assert.deepEqual(await run(commandIds.setStatusMeaning, undefined), []);
    assert.deepEqual(shownTexts(), [none, none]);
  });

  for (const [where, source] of [
    ['is offered in the row and the details where the settings define the provider', 'settings'],
    ['is offered there, too, where the catalog provides it', 'catalog'],
    ['is not offered where the code of an extension provides it', 'code'],
  ] as const) {
    it(where, () => {
      const ready = statuses.find(({ kind }) => kind === 'ready');
      const unlisted = taskCases.find(({ says }) => says === 'unknown status: PAUSED');
      assert.ok(ready && unlisted);
      const scene = new Scene({ ...ready, provider: 'kiln' }, unlisted);
      try {
        const provider = { ...shoplazza, id: 'kiln' };
        const isOffered = source !== 'code';
        const { providers } = scene.deps;
        providers.define(source === 'settings' ? [{ provider }] : []);
        providers.defineCatalog([provider]);
        if (source === 'code') {
          providers.register(provider);
        }
        const row = new TreeItems(scene.deps, createArrangement()).task(new TreeNodes().task(scene.task));
        assert.equal(row.contextValue?.split('+').includes('unknownStatus'), isOffered);
        const { details, mend } = detailsOf(scene.deps, scene.task) ?? {};
        assert.equal(details?.stateText, unlisted.says);
        assert.ok(details.announcement.endsWith(`, ${unlisted.says}`), details.announcement);
        assert.deepEqual(details.progress, []);
        assert.deepEqual(
          details.problems.map((problem) => problem.mend),
          isOffered ? ['Set Meaning of Status'] : [],
        );
        assert.deepEqual(
          [mend?.command, mend?.args],
          isOffered ? [commandIds.setStatusMeaning, [{ connection: 'works', id: '7' }]] : [undefined, undefined],
        );
      } finally {
        scene.end();
      }
    });
  }
});
