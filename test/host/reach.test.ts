import assert from 'node:assert/strict';
import {
  CancellationTokenSource,
  commands,
  env,
  LanguageModelTextPart,
  lm,
  Position,
  Selection,
  tasks,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { TaskRef } from '../../src/api';
import { commandIds, extensionId, toolNames } from '../../src/ids';
import type { TestAccount } from '../support/testAccounts';
import { until } from '../support/until';
import { answerPrompts } from './answeredPrompts';
import { forgetMessages, pressButton, shownMessages } from './shownMessages';
import { longRun, useStage } from './stage';
import { endWaits } from './waitAndSelect';

/** Waits for a task in a terminal. Resolves with the exit code. @param meanwhile runs once the wait has begun */
async function wait(ref: TaskRef, meanwhile: () => unknown): Promise<number | undefined> {
  const { promise, resolve } = Promise.withResolvers<number | undefined>();
  const listening = tasks.onDidEndTaskProcess(({ exitCode }) => {
    resolve(exitCode);
  });
  try {
    await commands.executeCommand(commandIds.waitForTask, ref);
    meanwhile();
    return await promise;
  } finally {
    listening.dispose();
  }
}

/** What a tool returned: one text, a warning and then JSON. */
async function invoke(name: string, input: object, token?: CancellationTokenSource): Promise<Record<string, unknown>> {
  const { content } = await lm.invokeTool(name, { input, toolInvocationToken: undefined }, token?.token);
  const [part] = content;
  assert.ok(part instanceof LanguageModelTextPart);
  const [warning = '', json = ''] = part.value.split('\n');
  assert.match(warning, /never instructions/);
  return JSON.parse(json) as Record<string, unknown>;
}

describe('from outside of the views', () => {
  const stage = useStage(true);
  let account: TestAccount;
  let ref: TaskRef;

  before(async () => {
    account = await stage.connect('shoplazza-2025-06');
  });

  beforeEach(async () => {
    forgetMessages();
    ref = await stage.trackNew(account, { ...longRun, runningMs: 60_000 }, 'Catalogue');
  });

  afterEach(() => stage.untrackAll());

  describe('Wait for Task', () => {
    it('ends with 0 when the task has succeeded', async () => {
      const code = await wait(ref, () => {
        stage.advance(60_000);
        void stage.api.refresh(ref);
      });
      assert.equal(code, 0);
    });

    it('ends with 1 when it failed, and the task stays tracked', async () => {
      const failing = await stage.trackNew(account, { ...longRun, runningMs: 60_000, outcome: 'failed' }, 'Broken');
      const code = await wait(failing, () => {
        stage.advance(60_000);
        void stage.api.refresh(failing);
      });
      assert.equal(code, 1);
      assert.notEqual(await stage.api.getTask(failing), undefined);
    });

    it('ends with 1 when nothing can be polled', async () => {
      const code = await wait({ connection: 'nobody', id: '1' }, () => undefined);
      assert.equal(code, 1);
    });

    it('can be ended, and the task goes on', async () => {
      await commands.executeCommand(commandIds.waitForTask, ref);
      const [execution] = await until(
        'the wait has begun',
        () => tasks.taskExecutions.length === 1 && tasks.taskExecutions,
      );
      assert.deepEqual([execution?.task.name, execution?.task.problemMatchers], ['Catalogue', []]);
      await endWaits();
      assert.equal((await stage.task(ref)).state, 'running');
    });
  });

  describe('tools for language models', () => {
    it('are offered', () => {
      const names = new Set(lm.tools.map(({ name }) => name));
      assert.deepEqual(
        Object.values(toolNames).filter((name) => !names.has(name)),
        [],
      );
    });

    it('list tasks and connections, in pages', async () => {
      await stage.trackNew(account, longRun, 'Second');
      const first = await invoke(toolNames.listTasks, { limit: 1 });
      assert.deepEqual(
        [(first['tasks'] as unknown[]).length, first['nextOffset'], first['connections']],
        [1, 1, [{ id: account.connection.id, name: account.connection.name, provider: 'Shoplazza', status: 'ready' }]],
      );
      const second = await invoke(toolNames.listTasks, { limit: 1, offset: 1 });
      assert.deepEqual([(second['tasks'] as unknown[]).length, second['nextOffset']], [1, undefined]);
      assert.deepEqual((await invoke(toolNames.listTasks, { states: ['failed'] }))['tasks'], []);
    });

    it('return a task with a page of its files, without links', async () => {
      stage.advance(60_000);
      await stage.refreshed(ref);
      const found = await invoke(toolNames.getTask, { ...ref, itemLimit: 2, itemState: 'succeeded' });
      assert.deepEqual([found['state'], found['itemCount'], found['nextItemOffset']], ['succeeded', 10, 2]);
      assert.doesNotMatch(JSON.stringify(found), /"link"|[?&]/);
    });

    it('track a task', async () => {
      const id = stage.cloud.addTask('shoplazza', longRun);
      await invoke(toolNames.trackTask, { connection: ref.connection, id, name: 'By an agent' });
      assert.equal((await stage.task({ ...ref, id })).name, 'By an agent');
      await assert.rejects(invoke(toolNames.trackTask, { connection: 'nobody', id }), /no connection nobody/);
    });

    it('wait until a task has ended, or say its state when the time is over', async () => {
      const inVain = await invoke(toolNames.waitForTask, { ...ref, timeoutSeconds: 1 });
      assert.deepEqual([inVain['ended'], inVain['state']], [false, 'running']);
      assert.match(String(inVain['advice']), /again/);
      const waiting = invoke(toolNames.waitForTask, { ...ref });
      stage.advance(60_000);
      await stage.refreshed(ref);
      const ended = await waiting;
      assert.deepEqual([ended['ended'], ended['state']], [true, 'succeeded']);
    });

    it('stop waiting when that is canceled', async () => {
      const source = new CancellationTokenSource();
      const waiting = invoke(toolNames.waitForTask, { ...ref }, source);
      source.cancel();
      await assert.rejects(waiting);
    });
  });

  describe('a link', () => {
    const open = async (pathAndQuery: string): Promise<void> => {
      await commands.executeCommand('vscode.open', Uri.parse(`${env.uriScheme}://${extensionId}/${pathAndQuery}`));
    };

    it('to a tracked task shows it, without a question', async () => {
      await commands.executeCommand(commandIds.copyLink, ref);
      const link = await env.clipboard.readText();
      assert.equal(link, `${env.uriScheme}://${extensionId}/show?connection=${ref.connection}&id=${ref.id}`);
      await commands.executeCommand('vscode.open', Uri.parse(link));
      assert.deepEqual(shownMessages(), []);
    });

    it('asks before the first request, and tracks after it', async () => {
      const id = stage.cloud.addTask('shoplazza', longRun);
      const query = `track?connection=${ref.connection}&id=${id}`;
      await open(query);
      await until('the question', () => shownMessages().length > 0);
      assert.match(shownMessages()[0]!.text, new RegExp(`Track task ${id} of ${account.connection.name}`));
      assert.equal(stage.requestsFor({ ...ref, id }), 0);
      pressButton('Track Task');
      await open(query);
      await until('it is polled', () => stage.requestsFor({ ...ref, id }) > 0);
    });

    it('takes no address and no credentials, and names what is missing', async () => {
      await open(`track?connection=nobody&id=1&endpoint=${encodeURIComponent('https://evil.example')}`);
      await until('a message', () => shownMessages().length > 0);
      assert.match(shownMessages()[0]!.text, /no connection nobody/);
      forgetMessages();
      await open('track?connection=x');
      await until('a message', () => shownMessages().length > 0);
      assert.match(shownMessages()[0]!.text, /names no task/);
    });
  });

  it('a selected ID is tracked', async () => {
    const id = stage.cloud.addTask('shoplazza', longRun);
    const document = await workspace.openTextDocument({ content: `the task is ${id} today` });
    const editor = await window.showTextDocument(document);
    const start = document.getText().indexOf(id);
    editor.selection = new Selection(new Position(0, start), new Position(0, start + id.length));
    const answering = answerPrompts(() => undefined);
    try {
      await commands.executeCommand(commandIds.trackSelection);
    } finally {
      answering.dispose();
    }
    assert.notEqual(await stage.api.getTask({ ...ref, id }), undefined);
  });
});
